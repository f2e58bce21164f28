{{/*
The names of values.yaml that are settings; every other one is an environment's records. Two that would make one Application between them
are refused, as the service of one environment would replace that of the other.
*/}}
{{- define "environments.validate" -}}
{{- range $name, $_ := omit .Values "repository" "registry" "domain" "port" "monitoring" "ingressClass" "pullSecret" "stepBack" "environments" "global" }}
{{- if not (hasKey $.Values.environments $name) }}
{{- fail (printf "'%s' is no environment: name it under `environments` in values.yaml, or take its records away" $name) }}
{{- end }}
{{- end }}
{{- $owners := dict "big-ben" "the platform itself" }}
{{- range $environment, $_ := .Values.environments }}
{{- range $service, $_ := (index $.Values $environment | default dict) }}
{{- $name := printf "%s-%s" $environment $service }}
{{- $owner := printf "%s in %s" $service $environment }}
{{- if gt (len $name) 63 }}
{{- fail (printf "the Application of %s would be '%s', %d characters where a label has at most 63" $owner $name (len $name)) }}
{{- end }}
{{- with get $owners $name }}
{{- fail (printf "%s and %s would both be the Application '%s': rename one" . $owner $name) }}
{{- end }}
{{- $_ := set $owners $name $owner }}
{{- end }}
{{- end }}
{{- end }}

{{- define "environments.repository" -}}
{{ required "repository is needed: the git repository that Argo CD reads" .Values.repository }}
{{- end }}
