{{/*
The names of values.yaml that are settings; every other one is an environment's records. Two that would make one Application between them
are refused, as the service of one environment would replace that of the other.
*/}}
{{- define "environments.validate" -}}
{{- range $name, $_ := omit .Values "repository" "registry" "domain" "port" "monitoring" "ingressClass" "pullSecret" "stepBack" "environments" "global" }}
{{- if not (hasKey $.Values.environments $name) }}
{{- fail (printf "'%s' is not an environment: name it under `environments` in values.yaml, or take its records away" $name) }}
{{- end }}
{{- end }}
{{- $owners := dict "big-ben" "the platform itself" }}
{{- range $environment, $_ := .Values.environments }}
{{- range $service, $_ := (include "environments.records" (list $ $environment) | fromJson) }}
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

{{/*
The records of an environment: what a values file gives, else what its file beside this chart says. So a new environment is there with the
commit that lists it, and no Application has to name its file. Where the schema cannot see them they are checked here.
*/}}
{{- define "environments.records" -}}
{{- $root := index . 0 }}
{{- $environment := index . 1 }}
{{- if hasKey $root.Values $environment }}
{{- index $root.Values $environment | default dict | toJson }}
{{- else }}
{{- $file := printf "%s.yaml" $environment }}
{{- $read := $root.Files.Get $file | fromYaml }}
{{- range $key, $_ := $read }}
{{- if ne $key $environment }}
{{- fail (printf "%s must hold '%s' alone: take the version of the branch main" $file $environment) }}
{{- end }}
{{- end }}
{{- $records := index $read $environment | default dict }}
{{- range $service, $record := $records }}
{{- range tuple "revision" "tag" "digest" }}
{{- if not (kindIs "string" (index $record .)) }}
{{- fail (printf "%s: %s.%s.%s must be a text: take the version of the branch main" $file $environment $service .) }}
{{- end }}
{{- end }}
{{- if not (regexMatch "^sha256:[0-9a-f]{64}$" $record.digest) }}
{{- fail (printf "%s: %s.%s.digest is not a digest: take the version of the branch main" $file $environment $service) }}
{{- end }}
{{- end }}
{{- toJson $records }}
{{- end }}
{{- end }}

{{- define "environments.repository" -}}
{{ required "repository is needed: the git repository that Argo CD reads" .Values.repository }}
{{- end }}
