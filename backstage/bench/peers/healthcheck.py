"""The healthcheck service as its original is: Flask on gunicorn."""
import os

from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/healthcheck")
def healthcheck():
    return jsonify(myapplication=[{
        "version": os.environ.get("APP_VERSION", "1.0"),
        "description": "pre-interview technical test",
        "lastcommitsha": os.environ.get("REVISION", "abc12345678"),
    }])
