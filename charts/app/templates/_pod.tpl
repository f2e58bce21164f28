{{/* The pods of a Deployment, of a CronJob's Jobs or of the migrations: what stands under template. */}}
{{- define "app.podTemplate" -}}
metadata:
  labels:
    {{- include "app.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- $checksum := and .Values.config .Values.cronjob.schedule }}
  {{- if or $checksum .Values.podAnnotations }}
  annotations:
    {{- if $checksum }}
    checksum/config: {{ toJson .Values.config | sha256sum }}
    {{- end }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
spec:
  serviceAccountName: {{ include "app.serviceAccountName" . }}
  automountServiceAccountToken: false
  # With it a Service called service-a puts SERVICE_A_PORT=tcp://… into every pod of the namespace.
  enableServiceLinks: {{ .Values.enableServiceLinks }}
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- if has .Values.kind (list "cronjob" "migrations") }}
  restartPolicy: Never
  {{- end }}
  terminationGracePeriodSeconds: {{ int .Values.terminationGracePeriodSeconds }}
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  {{- if or .Values.initContainers .Values.sidecars }}
  initContainers:
    {{- range .Values.sidecars }}
    {{- include "app.container" (dict "root" $ "container" . "restartPolicy" "Always") | nindent 4 }}
    {{- end }}
    {{- range .Values.initContainers }}
    {{- include "app.container" (dict "root" $ "container" . "restartPolicy" "") | nindent 4 }}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ .Release.Name }}
      image: {{ include "app.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      {{- with .Values.command }}
      command:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.args }}
      args:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- if eq .Values.kind "web" }}
      ports:
        - name: http
          containerPort: {{ int .Values.service.port }}
          protocol: TCP
        - name: management
          containerPort: {{ int .Values.management.port }}
          protocol: TCP
      {{- end }}
      {{- with include "app.variables" . | trim }}
      env:
        {{- . | nindent 8 }}
      {{- end }}
      {{- if or .Values.config .Values.envFrom }}
      envFrom:
        {{- with .Values.envFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- if .Values.config }}
        - configMapRef:
            name: {{ include "app.configName" . }}
        {{- end }}
      {{- end }}
      {{- with include "app.probes" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- if gt (int .Values.preStop.sleepSeconds) 0 }}
      lifecycle:
        preStop:
          sleep:
            seconds: {{ int .Values.preStop.sleepSeconds }}
      {{- end }}
      {{- with .Values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- with .Values.volumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: {{ .Values.tmp.sizeLimit }}
    {{- with .Values.volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if and .Values.topologySpread.enabled (has .Values.kind (list "web" "worker")) }}
  topologySpreadConstraints:
    {{- range .Values.topologySpread.topologyKeys }}
    - topologyKey: {{ . }}
      maxSkew: {{ int $.Values.topologySpread.maxSkew }}
      whenUnsatisfiable: {{ $.Values.topologySpread.whenUnsatisfiable }}
      labelSelector:
        matchLabels:
          {{- include "app.selectorLabels" $ | nindent 10 }}
      # A rollout's new pods are spread by themselves, whatever is left of the old ones.
      matchLabelKeys:
        - pod-template-hash
    {{- end }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* The program's own variables, then those of the values. A program without ports gets none. */}}
{{- define "app.variables" -}}
{{- with .Values.image.tag }}
- name: APP_VERSION
  value: {{ . | quote }}
{{- end }}
{{- if eq .Values.kind "web" }}
- name: HTTP_PORT
  value: {{ int .Values.service.port | quote }}
# by the name that most frameworks and build packs read
- name: PORT
  value: {{ int .Values.service.port | quote }}
- name: MANAGEMENT_PORT
  value: {{ int .Values.management.port | quote }}
- name: DRAIN_DELAY_SECONDS
  value: {{ int .Values.drain.delaySeconds | quote }}
{{- /* 15 seconds by default; a second less than what the kubelet leaves after the drain, where that is shorter. */}}
{{- $left := sub .Values.terminationGracePeriodSeconds (add .Values.preStop.sleepSeconds .Values.drain.delaySeconds 1) }}
{{- if lt $left 15 }}
- name: DRAIN_IN_FLIGHT_SECONDS
  value: {{ max 1 $left | quote }}
{{- end }}
{{- end }}
{{ include "app.secretEnv" .Values.secretEnv | trim }}
{{ include "app.env" .Values.env | trim }}
{{- end }}

{{/* Whether the program lives and is ready: a web service answers it, a worker by probes.command; a cronjob's end says it. */}}
{{- define "app.probes" -}}
{{- if or (eq .Values.kind "web") (and (eq .Values.kind "worker") .Values.probes.command) }}
{{- range $name := list "startup" "liveness" "readiness" }}
{{ $name }}Probe:
  {{- if eq $.Values.kind "web" }}
  httpGet:
    path: {{ ternary "/ready" "/alive" (eq $name "readiness") }}
    port: management
  {{- else }}
  exec:
    command:
      {{- toYaml $.Values.probes.command | nindent 6 }}
  {{- end }}
  {{- toYaml (get $.Values.probes $name) | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
