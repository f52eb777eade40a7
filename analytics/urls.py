"""Where reports are."""

from django.urls import path, re_path

from analytics.views import home, root_causes, tickets

CHART = r"^reports/root-causes/charts/(?P<kind>pareto|trend)"

urlpatterns = [
    path("reports/", home.show, name="reports"),
    path("reports/root-causes/", root_causes.show, name="root-causes"),
    re_path(rf"{CHART}\.svg$", root_causes.draw, {"form_of_picture": "svg"}, name="root-causes-svg"),
    re_path(rf"{CHART}\.png$", root_causes.draw, {"form_of_picture": "png"}, name="root-causes-png"),
    path("reports/root-causes/report.xlsx", root_causes.download_workbook, name="root-causes-workbook"),
    path("reports/root-causes/tickets/", tickets.show, name="root-cause-tickets"),
    path(
        "reports/root-causes/tickets.csv",
        tickets.download,
        {"as_workbook": False},
        name="root-cause-tickets-csv",
    ),
    path(
        "reports/root-causes/tickets.xlsx",
        tickets.download,
        {"as_workbook": True},
        name="root-cause-tickets-xlsx",
    ),
    path("reports/root-causes/<slug:kind>.csv", root_causes.download_figures, name="root-causes-figures"),
]
