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

{{/* A duration such as 1m30s in milliseconds. */}}
{{- define "app.milliseconds" -}}
{{- $sum := 0 }}
{{- range regexFindAll "[0-9]+(ms|s|m|h)" . -1 }}
{{- $unit := get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000) (regexFind "[a-z]+" .) }}
{{- $sum = add $sum (mul (regexFind "[0-9]+" . | int64) $unit) }}
{{- end }}
{{- $sum }}
{{- end }}

{{/* The variables of env. Kubernetes replaces $(NAME) by what stands before it alone, so what is referred to comes first. */}}
{{- define "app.env" -}}
{{- $env := .Values.env | default dict }}
{{- $written := list }}
{{- range until (len $env) }}
{{- range $name, $value := $env }}
{{- $waits := has $name $written }}
{{- range regexFindAll "[$][(][^)]+[)]" (replace "$$" "" $value) -1 }}
{{- $other := trimPrefix "$(" . | trimSuffix ")" }}
{{- if and (hasKey $env $other) (ne $other $name) (not (has $other $written)) }}{{ $waits = true }}{{ end }}
{{- end }}
{{- if not $waits }}
{{- $written = append $written $name }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- $left := keys $env | sortAlpha }}
{{- range $written }}{{ $left = without $left . }}{{ end }}
{{- with $left }}{{ fail (printf "env refers in a circle: %s" (join ", " .)) }}{{ end }}
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
{{- if not (dig "requests" "cpu" "" (.Values.resources | default dict)) }}
{{- fail "autoscaling needs resources.requests.cpu: its target is a share of it" }}
{{- end }}
{{- end }}
{{- range $reserved := list "APP_VERSION" "HTTP_PORT" "MANAGEMENT_PORT" "BIND_ADDRESS" "DRAIN_DELAY_SECONDS" }}
{{- range $place := list "env" "config" }}
{{- if hasKey (get $.Values $place | default dict) $reserved }}{{ fail (printf "%s.%s is reserved: chart and platform set it" $place $reserved) }}{{ end }}
{{- end }}
{{- end }}
{{- range $name, $_ := .Values.config }}
{{- if hasKey ($.Values.env | default dict) $name }}{{ fail (printf "%s is in both env and config: keep one" $name) }}{{ end }}
{{- end }}
{{- range $name, $value := .Values.env }}
{{- range regexFindAll "[$]+[(]?" $value -1 }}
{{- if and (not (hasSuffix "(" .)) (gt (len .) 1) (mod (len .) 4) }}
{{- fail (printf "env.%s has '%s', of which Kubernetes makes every two into one: write $$$$ for two, or put the value under config, where nothing is replaced" $name .) }}
{{- end }}
{{- end }}
{{- end }}
{{- if and .Values.serviceMonitor.enabled (lt (include "app.milliseconds" .Values.serviceMonitor.interval | int64) (include "app.milliseconds" .Values.serviceMonitor.scrapeTimeout | int64)) }}
{{- fail (printf "serviceMonitor.interval (%s) is less than serviceMonitor.scrapeTimeout (%s): the Prometheus operator would drop the ServiceMonitor" .Values.serviceMonitor.interval .Values.serviceMonitor.scrapeTimeout) }}
{{- end }}
{{- end }}
