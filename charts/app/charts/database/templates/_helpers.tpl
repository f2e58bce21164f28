{{/* What everything is called: the release, or, as a part of a service's release, that and -database. */}}
{{- define "database.name" -}}
{{- if .Chart.IsRoot }}{{ .Release.Name }}{{ else }}{{ include "database.nameOf" .Release.Name }}{{ end }}
{{- end }}

{{/* The name of a service's database, by its release; short enough for that of its CronJob. No release with one has a longer name. */}}
{{- define "database.nameOf" -}}
{{ . | trunc 36 | trimSuffix "-" }}-database
{{- end }}

{{/* What selects the pods of a component; never changes during the release's life. Called with the root and the component. */}}
{{- define "database.selectorLabels" -}}
app.kubernetes.io/name: {{ include "database.name" (first .) }}
app.kubernetes.io/instance: {{ include "database.name" (first .) }}
app.kubernetes.io/component: {{ last . }}
{{- end }}

{{- define "database.labels" -}}
{{ include "database.selectorLabels" . }}
app.kubernetes.io/part-of: big-ben
app.kubernetes.io/managed-by: {{ (first .).Release.Service }}
helm.sh/chart: {{ (first .).Chart.Name }}-{{ (first .).Chart.Version }}
{{- end }}

{{/* A port of its engine. */}}
{{- define "database.port" -}}
{{- if eq .Values.engine "postgres" }}5432{{ else }}3306{{ end }}
{{- end }}

{{/* The server's image; where others run the server, that of its clients, as new as it may be: pg_dump refuses a newer server. */}}
{{- define "database.image" -}}
{{- $postgres := list "postgres" (ternary "17" "18" (eq .Values.mode "server")) -}}
{{- $default := ternary $postgres (list "mysql" "8.4") (eq .Values.engine "postgres") -}}
{{- if and .Values.image.repository (not .Values.image.tag) }}{{ fail "image.repository is given without image.tag: name the version too" }}{{ end -}}
{{ .Values.image.repository | default (first $default) }}:{{ .Values.image.tag | default (last $default) }}
{{- end }}

{{/* The Secret with the password: of two that there may be for a Cluster, the operator makes the one where none is given. */}}
{{- define "database.secret" -}}
{{- if include "database.generates" . -}}
{{ include "database.name" . }}-app
{{- else -}}
{{ required "secret.name is needed: the Secret of the namespace that has the password" .Values.secret.name }}
{{- end }}
{{- end }}

{{- define "database.passwordKey" -}}
{{- if include "database.generates" . }}password{{ else }}{{ .Values.secret.passwordKey }}{{ end }}
{{- end }}

{{/* Whether the operator makes the password. */}}
{{- define "database.generates" -}}
{{- if and (eq .Values.mode "cloudnativepg") (not .Values.secret.name) }}true{{ end }}
{{- end }}

{{/*
What a client in the chart's own Jobs needs. A server is found by its Service's variables, for which enableServiceLinks is on: they need no
DNS, which the local platform has none of. A Service that is a name for another host has none.
*/}}
{{- define "database.client" -}}
{{- $names := ternary (dict "host" "PGHOST" "port" "PGPORT" "user" "PGUSER" "database" "PGDATABASE" "password" "PGPASSWORD") (dict "host" "MYSQL_HOST" "port" "MYSQL_TCP_PORT" "user" "MYSQL_USER" "database" "MYSQL_DATABASE" "password" "MYSQL_PWD") (eq .Values.engine "postgres") }}
{{- $service := include "database.name" . | replace "-" "_" | upper }}
- name: {{ $names.host }}
{{- if eq .Values.mode "server" }}
  value: $({{ $service }}_SERVICE_HOST)
- name: {{ $names.port }}
  value: $({{ $service }}_SERVICE_PORT)
{{- else }}
  value: {{ include "database.name" . | quote }}
{{- end }}
- name: {{ $names.user }}
  value: {{ .Values.user | quote }}
- name: {{ $names.database }}
  value: {{ .Values.database | quote }}
- name: {{ $names.password }}
  valueFrom:
    secretKeyRef:
      name: {{ include "database.secret" . }}
      key: {{ include "database.passwordKey" . }}
{{- end }}

{{/* A pod that works on the backup volume: root, component, script, env. */}}
{{- define "database.job" -}}
metadata:
  labels:
    {{- include "database.labels" (list .root .component) | nindent 4 }}
spec:
  restartPolicy: Never
  automountServiceAccountToken: false
  enableServiceLinks: {{ eq .root.Values.mode "server" }}
  {{- with .root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext:
    {{- toYaml .root.Values.podSecurityContext | nindent 4 }}
  {{- with .root.Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .root.Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ .component }}
      image: {{ include "database.image" .root | quote }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      command:
        - sh
        - -c
        - |
          {{- .script | trim | nindent 10 }}
      env:
        {{- include "database.client" .root | nindent 8 }}
        {{- range $name, $value := .env }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
      resources:
        {{- toYaml .root.Values.resources | nindent 8 }}
      securityContext:
        {{- toYaml .root.Values.securityContext | nindent 8 }}
      volumeMounts:
        - name: backup
          mountPath: /backup
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: backup
      persistentVolumeClaim:
        claimName: {{ include "database.name" .root }}-backup
    - name: tmp
      emptyDir:
        sizeLimit: 64Mi
{{- end }}

{{/* What the schema cannot say. */}}
{{- define "database.validate" -}}
{{- if and (not .Chart.IsRoot) (gt (len .Release.Name) 36) }}{{ fail (printf "the name '%s' has %d characters, and a service with a database can have 36: the names of two databases could be the same otherwise; shorten the service's name, or install the database by itself" .Release.Name (len .Release.Name)) }}{{ end }}
{{- if and (eq .Values.mode "server") (eq .Values.engine "mysql") (eq .Values.user "root") }}{{ fail "user is root, which MySQL has already, with a password of its own: choose another name for the owner of the database" }}{{ end }}
{{- if and (eq .Values.mode "external") (not .Values.external.host) }}{{ fail "external.host is needed in mode external: the managed database's host" }}{{ end }}
{{- if and (eq .Values.mode "cloudnativepg") (ne .Values.engine "postgres") }}{{ fail "CloudNativePG runs PostgreSQL: mode cloudnativepg goes with engine postgres" }}{{ end }}
{{- if and (eq .Values.mode "cloudnativepg") .Values.secret.name (ne .Values.secret.passwordKey "password") }}{{ fail "CloudNativePG reads the keys username and password of a Secret: leave secret out, so that it makes one itself, or name one with these keys and no secret.passwordKey" }}{{ end }}
{{- if and .Values.restore.file (not .Values.backup.enabled) }}{{ fail "restore.file is in the backup volume: set backup.enabled" }}{{ end }}
{{- end }}
