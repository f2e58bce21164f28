{{/* What the pods of a release are called; those of its migrations otherwise, or the Service would send requests there. */}}
{{- define "app.name" -}}
{{- if eq .Values.kind "migrations" }}{{ include "app.migrationsName" . }}{{ else }}{{ .Release.Name }}{{ end }}
{{- end }}

{{/*
Short enough for a Job's name to have a digest besides. Two releases that begin alike may share it: the digest is of the release's labels
too, and what selects the pods names the release besides.
*/}}
{{- define "app.migrationsName" -}}
{{ .Release.Name | trunc 43 | trimSuffix "-" }}-migrations
{{- end }}

{{/* What selects the pods of a release; never changes during its life. */}}
{{- define "app.selectorLabels" -}}
app.kubernetes.io/name: {{ include "app.name" . }}
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
app.kubernetes.io/component: {{ ternary "service" .Values.kind (eq .Values.kind "web") }}
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

{{/* Whether a Job migrates its data before its pods are new. */}}
{{- define "app.migrates" -}}
{{- if or .Values.migrations.command .Values.migrations.args }}true{{ end }}
{{- end }}

{{/*
The ConfigMap's name. What is in it is in the name: pods that run keep theirs until the new ones are healthy, also where they start again
and where a delivery fails. Each run of a cronjob takes what is there, so that its name stays.
*/}}
{{- define "app.configName" -}}
{{- .Release.Name }}{{ if not .Values.cronjob.schedule }}-{{ toJson .Values.config | sha256sum | trunc 8 }}{{ end }}
{{- end }}

{{/* Whether something has to be there before its pods: its database, its migrations. */}}
{{- define "app.waits" -}}
{{- if or .Values.database.enabled (include "app.migrates" .) }}true{{ end }}
{{- end }}

{{/*
When in a sync: wave 0 is what pods refer to and the database, 1 its restore, 2 the migrations, 3 the pods and all whose health depends on
them. Called with the root and further annotations.
*/}}
{{- define "app.annotations" -}}
{{- if include "app.waits" (first .) }}
argocd.argoproj.io/sync-wave: "3"
{{- end }}
{{- with last . }}
{{ toYaml . }}
{{- end }}
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

{{/* The variables of a map such as env. Kubernetes replaces $(NAME) by what stands before it alone, so what is referred to comes first. */}}
{{- define "app.env" -}}
{{- $env := . | default dict }}
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

{{/* The variables out of Secrets, before those of env, which may refer to them. */}}
{{- define "app.secretEnv" -}}
{{- range $name, $from := . }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      {{- toYaml $from | nindent 6 }}
{{- end }}
{{- end }}

{{/* A container beside the service's own: container, restartPolicy (Always for one that runs as long as the pod), root. */}}
{{- define "app.container" -}}
- name: {{ .container.name }}
  image: {{ .container.image | quote }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  {{- with .restartPolicy }}
  restartPolicy: {{ . }}
  {{- end }}
  {{- with .container.command }}
  command:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .container.args }}
  args:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if or .container.env .container.secretEnv }}
  env:
    {{- with include "app.secretEnv" .container.secretEnv | trim }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- with include "app.env" .container.env | trim }}
    {{- . | nindent 4 }}
    {{- end }}
  {{- end }}
  {{- with .container.resources | default .root.Values.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- toYaml .root.Values.securityContext | nindent 4 }}
  volumeMounts:
    - name: tmp
      mountPath: /tmp
    {{- with .container.volumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}

{{/* What does not fit a kind, in a sentence: a schema's refusal could only say that a value must be another. */}}
{{- define "app.validateKind" -}}
{{- $kind := .Values.kind }}
{{- if ne $kind "web" }}
{{- range $value := list "ingress" "httpRoute" "serviceMonitor" }}
{{- if (get $.Values $value).enabled }}{{ fail (printf "%s.enabled is true, but a %s has no port that anybody could call: set it to false, or kind to web" $value $kind) }}{{ end }}
{{- end }}
{{- end }}
{{- if and .Values.probes.command (ne $kind "worker") }}
{{- fail (printf "probes.command is for a worker: %s" (ternary "a web service is asked on its management port" "a cronjob tells by its exit code" (eq $kind "web"))) }}
{{- end }}
{{- if eq $kind "cronjob" }}
{{- if not .Values.cronjob.schedule }}{{ fail "cronjob.schedule is needed when kind is cronjob: when it runs, such as \"0 3 * * *\" for every night at three" }}{{ end }}
{{- if eq (toString .Values.candidate.enabled) "true" }}{{ fail "candidate.enabled is true, but a cronjob runs when it is due and never before: leave it out, or set kind to web or worker" }}{{ end }}
{{- if .Values.autoscaling.enabled }}{{ fail "autoscaling.enabled is true, but a cronjob runs one pod at a time that it is due: set it to false, or kind to web or worker" }}{{ end }}
{{- else if .Values.cronjob.schedule }}
{{- fail (printf "cronjob.schedule is given, but kind is %s, which runs all the time: set kind to cronjob, or leave the schedule out" $kind) }}
{{- end }}
{{- end }}

{{/* What the schema cannot say: values that are fine alone and wrong together. */}}
{{- define "app.validate" -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" .Release.Name) }}
{{- fail (printf "the release name '%s' cannot name a Service: it has to begin with a letter and consist of a-z, 0-9 and -" .Release.Name) }}
{{- end }}
{{- include "app.validateKind" . }}
{{- $shutdown := add .Values.preStop.sleepSeconds (ternary .Values.drain.delaySeconds 0 (eq .Values.kind "web")) }}
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
{{- range .Values.sidecars }}
{{- $resources := .resources | default $.Values.resources }}
{{- if not (or (dig "cpu" "" ($resources.requests | default dict)) (dig "cpu" "" ($resources.limits | default dict))) }}
{{- fail (printf "autoscaling needs resources.requests.cpu of the sidecar '%s' too: its target is a share of what all containers of the pod request" .name) }}
{{- end }}
{{- end }}
{{- end }}
{{- range $reserved := list "APP_VERSION" "HTTP_PORT" "PORT" "MANAGEMENT_PORT" "BIND_ADDRESS" "DRAIN_DELAY_SECONDS" "DRAIN_IN_FLIGHT_SECONDS" }}
{{- range $place := list "env" "config" "secretEnv" }}
{{- if hasKey (get $.Values $place | default dict) $reserved }}{{ fail (printf "%s.%s is reserved: chart and platform set it" $place $reserved) }}{{ end }}
{{- end }}
{{- end }}
{{- range $pair := list (list "env" "config") (list "env" "secretEnv") (list "config" "secretEnv") }}
{{- range $name, $_ := get $.Values (first $pair) | default dict }}
{{- if hasKey (get $.Values (last $pair) | default dict) $name }}{{ fail (printf "%s is in both %s: keep one" $name (join " and " $pair)) }}{{ end }}
{{- end }}
{{- end }}
{{- $containers := list .Release.Name }}
{{- $volumes := list "tmp" }}
{{- range .Values.volumes }}
{{- if has .name $volumes }}{{ fail (printf "volumes has '%s' twice" .name) }}{{ end }}
{{- $volumes = append $volumes .name }}
{{- end }}
{{- $mounts := .Values.volumeMounts | default list }}
{{- range concat (.Values.initContainers | default list) (.Values.sidecars | default list) }}
{{- if has .name $containers }}{{ fail (printf "two containers of the pod are named '%s': initContainers and sidecars need names of their own" .name) }}{{ end }}
{{- $containers = append $containers .name }}
{{- $mounts = concat $mounts (.volumeMounts | default list) }}
{{- end }}
{{- range $mounts }}
{{- if not (has .name $volumes) }}{{ fail (printf "volumeMounts names the volume '%s', which is not under volumes" .name) }}{{ end }}
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
