using System.Diagnostics;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>Programs named docker, kind, kubectl and helm which hand every call over to a <see cref="FakeMachine"/>.</summary>
internal static class StandIn
{
    // The answer's first line is the exit code, and a dot ends it, since the shell takes line breaks away; a failure's words go where a
    // tool's would.
    private const string Script = """
        #!/bin/sh
        tool=${0##*/}
        if [ "$tool" = helm ]; then
          case "$*" in template*|"version --template"*) exec "$BIGBEN_REAL_HELM" "$@" ;; esac
        fi
        answer=$(printf '%s\n' "$@" | curl -sS --noproxy '*' --data-binary @- -H "X-Parent: $PPID" -H "X-Directory: $PWD" \
          "$BIGBEN_STAND_IN/$tool") || exit 97
        code=${answer%%"
        "*}
        said=${answer#*"
        "}
        said=${said%.}
        if [ "$code" = 0 ]; then printf '%s\n' "$said"; else printf '%s\n' "$said" >&2; fi
        exit "$code"
        """;

    internal static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "text"), Script + "\n");
        // Copied by another process: a program that this one held open for writing is "busy" to whatever a parallel test just forks.
        foreach (var tool in new[] { "docker", "kind", "kubectl", "helm" })
        {
            using var copy = Process.Start("install", ["-m", "755", Path.Combine(folder, "text"), Path.Combine(folder, tool)]);
            copy.WaitForExit();
        }
    }
}
