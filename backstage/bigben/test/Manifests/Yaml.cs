namespace BigBen.Tests.Manifests;

/// <summary>Manifests for tests.</summary>
internal static class Yaml
{
    /// <summary>A Deployment that runs a line of shell.</summary>
    public static string Shell(
        string name, string script, int replicas = 1, string spec = "", string pod = "", string container = "", string tag = "v1") =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}} }
        spec:
          replicas: {{replicas}}
          selector: { matchLabels: { app: {{name}} } }
        {{Indent(spec, 2)}}
          template:
            metadata: { labels: { app: {{name}} } }
            spec:
        {{Indent(pod, 6)}}
              containers:
              - name: main
                image: shell:{{tag}}
                args:
                - |
        {{Indent(script, 10)}}
        {{Indent(container, 8)}}
        """;

    /// <summary>A Deployment of the test program with its Service and Ingress, ready by its probe.</summary>
    public static string Web(
        string name, string tag, int replicas = 1, string spec = "", string env = "", string host = "", string pod = "") =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}} }
        spec:
          replicas: {{replicas}}
          selector: { matchLabels: { app: {{name}} } }
        {{Indent(spec, 2)}}
          template:
            metadata: { labels: { app: {{name}} } }
            spec:
        {{Indent(pod, 6)}}
              containers:
              - name: main
                image: web:{{tag}}
                ports:
                - { name: http, containerPort: 8011 }
                - { name: management, containerPort: 9090 }
                env:
                - { name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
        {{Indent(env, 8)}}
                readinessProbe: { httpGet: { path: /ready, port: management }, periodSeconds: 1 }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}} }
        spec:
          selector: { app: {{name}} }
          ports: [ { name: http, port: 8011, targetPort: http } ]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: {{name}} }
        spec:
          rules:
          - host: {{(host.Length > 0 ? host : $"{name}.test")}}
            http:
              paths:
              - { path: /, pathType: Prefix, backend: { service: { name: {{name}}, port: { name: http } } } }
        """;

    private static string Indent(string text, int by) =>
        text.Length == 0 ? "" : string.Join('\n', text.Trim('\n').Split('\n').Select(line => new string(' ', by) + line));
}
