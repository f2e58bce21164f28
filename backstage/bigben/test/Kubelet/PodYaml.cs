namespace BigBen.Tests.Kubelet;

/// <summary>Pods for tests.</summary>
internal static class PodYaml
{
    /// <summary>A script that only SIGKILL ends, from when its file <c>up</c> is there.</summary>
    public const string EndsForNoSignal = "trap '' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done";

    /// <summary>A container that is ready once its program has made that file: without a probe it is before its program runs.</summary>
    public const string ReadyOnceUp = "readinessProbe: { exec: { command: [sh, -c, 'test -e $TMPDIR/up'] }, periodSeconds: 1 }";

    /// <summary>A probe that fails once that file is there: before, a signal would end the script.</summary>
    public const string FailsOnceUp =
        "exec: { command: [sh, -c, 'until test -e $TMPDIR/up; do sleep 0.05; done; exit 1'] }, timeoutSeconds: 30, periodSeconds: 1, "
        + "failureThreshold: 1";

    /// <summary>The same for the first run alone: the next one stays, however late a test looks.</summary>
    public const string FailsInFirstRun =
        "exec: { command: [sh, -c, 'test -e $TMPDIR/failed && exit 0; until test -e $TMPDIR/up; do sleep 0.05; done; "
        + "touch $TMPDIR/failed; exit 1'] }, timeoutSeconds: 30, periodSeconds: 1, failureThreshold: 1";

    /// <summary>A pod that runs a line of shell.</summary>
    public static string Shell(string name, string script, string pod = "", string container = "") =>
        $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: {{name}}, labels: { app: {{name}} } }
        spec:
        {{Indent(pod, 2)}}
          containers:
          - name: main
            image: shell:v1
            args:
            - |
        {{Indent(script, 6)}}
        {{Indent(container, 4)}}
        """;

    /// <summary>A pod of the test program, ready by its probe.</summary>
    public static string Web(
        string name, string container = "readinessProbe: { httpGet: { path: /ready, port: management }, periodSeconds: 1 }") =>
        $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: {{name}} }
        spec:
          containers:
          - name: main
            image: web:v1
            ports:
            - { name: http, containerPort: 8011 }
            - { name: management, containerPort: 9090 }
        {{Indent(container, 4)}}
        """;

    private static string Indent(string text, int by) =>
        text.Length == 0 ? "" : string.Join('\n', text.Trim('\n').Split('\n').Select(line => new string(' ', by) + line));
}
