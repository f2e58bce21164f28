{{/* The names of values.yaml that are settings; every other one is an environment's records. */}}
{{- define "environments.validate" -}}
{{- range $name, $_ := omit .Values "repository" "registry" "domain" "port" "monitoring" "environments" "global" }}
{{- if not (hasKey $.Values.environments $name) }}
{{- fail (printf "'%s' is no environment: name it under `environments` in values.yaml, or take its records away" $name) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "environments.repository" -}}
{{ required "repository is needed: the git repository that Argo CD reads" .Values.repository }}
{{- end }}
