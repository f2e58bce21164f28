{{/* What selects the pods of a release; never changes during its life. */}}
{{- define "app.selectorLabels" -}}
app.kubernetes.io/name: {{ .Release.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* What every object carries besides. */}}
{{- define "app.commonLabels" -}}
app.kubernetes.io/part-of: big-ben
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- with .Values.image.tag }}
app.kubernetes.io/version: {{ . | trunc 63 | trimAll "-_." | quote }}
{{- end }}
{{- end }}

{{- define "app.labels" -}}
{{ include "app.selectorLabels" . }}
app.kubernetes.io/component: service
{{ include "app.commonLabels" . }}
{{- end }}

{{/* The image, by digest where one is given; the tag then only tells people which it is. */}}
{{- define "app.image" -}}
{{- $repository := required "image.repository is needed: where the service's image is, as in registry.example/bigben-service-a" .Values.image.repository -}}
{{- if not (or .Values.image.tag .Values.image.digest) }}{{ fail "image.tag or image.digest is needed: which image runs" }}{{ end -}}
{{ $repository }}{{ with .Values.image.tag }}:{{ . }}{{ end }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "app.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default .Release.Name }}
{{- else }}{{ .Values.serviceAccount.name | default "default" }}{{ end }}
{{- end }}

{{- define "app.routed" -}}
{{- if or .Values.ingress.enabled .Values.httpRoute.enabled }}true{{ end }}
{{- end }}

{{/* The most pods that can exist. */}}
{{- define "app.maxReplicas" -}}
{{- if .Values.autoscaling.enabled }}{{ int .Values.autoscaling.maxReplicas }}{{ else }}{{ int .Values.replicas }}{{ end }}
{{- end }}

{{/* What the schema cannot say: values that are fine alone and wrong together. */}}
{{- define "app.validate" -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" .Release.Name) }}
{{- fail (printf "the release name '%s' cannot name a Service: it has to begin with a letter and consist of a-z, 0-9 and -" .Release.Name) }}
{{- end }}
{{- $shutdown := add .Values.preStop.sleepSeconds .Values.drain.delaySeconds }}
{{- if le (int .Values.terminationGracePeriodSeconds) (int $shutdown) }}
{{- fail (printf "terminationGracePeriodSeconds (%d) has to exceed preStop.sleepSeconds and drain.delaySeconds together (%d), or pods are killed while they drain" (int .Values.terminationGracePeriodSeconds) $shutdown) }}
{{- end }}
{{- if eq (int .Values.service.port) (int .Values.management.port) }}
{{- fail (printf "service.port and management.port are both %d: give the management port one of its own" (int .Values.service.port)) }}
{{- end }}
{{- if and (eq (toString .Values.strategy.maxSurge | trimSuffix "%") "0") (eq (toString .Values.strategy.maxUnavailable | trimSuffix "%") "0") }}
{{- fail "strategy.maxSurge and strategy.maxUnavailable are both 0: no update could ever begin" }}
{{- end }}
{{- if .Values.autoscaling.enabled }}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) }}
{{- fail "autoscaling.minReplicas is greater than autoscaling.maxReplicas" }}
{{- end }}
{{- if not (dig "requests" "cpu" "" .Values.resources) }}
{{- fail "autoscaling needs resources.requests.cpu: its target is a share of it" }}
{{- end }}
{{- end }}
{{- range $name, $_ := .Values.config }}
{{- if hasKey $.Values.env $name }}{{ fail (printf "%s is in both env and config: keep one" $name) }}{{ end }}
{{- end }}
{{- end }}
