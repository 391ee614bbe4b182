# An image of one process. Data lies in the volume /data (SQLite) unless OUTREACH_DATABASE_URL names a PostgreSQL.
#   docker build -t outreach . && docker run -p 8000:8000 -v outreach:/data outreach

FROM python:3.11-slim-bookworm AS build
WORKDIR /opt/outreach
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY migrations migrations
COPY app app
RUN python3 -m venv .venv
RUN .venv/bin/pip install -q -c constraints.txt ".[postgres]"

FROM python:3.11-slim-bookworm
# Scans are read where text recognition is installed: docker build --build-arg RECOGNITION=yes ...
ARG RECOGNITION=
RUN if [ -n "$RECOGNITION" ]; then apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-ara tesseract-ocr-chi-sim \
       tesseract-ocr-fra tesseract-ocr-rus tesseract-ocr-spa && rm -rf /var/lib/apt/lists/*; fi
RUN useradd --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin outreach
COPY --from=build /opt/outreach/.venv /opt/outreach/.venv
ENV PATH=/opt/outreach/.venv/bin:$PATH OUTREACH_HOME=/data PORT=8000
USER outreach
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD python -c "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"
CMD ["sh", "-c", "outreach migrate && exec outreach serve --host 0.0.0.0"]
