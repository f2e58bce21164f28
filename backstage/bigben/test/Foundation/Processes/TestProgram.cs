using System.Diagnostics;

namespace BigBen.Tests.Foundation.Processes;

/// <summary>A script that a test writes and that is then run, by itself or by what is tested.</summary>
internal static class TestProgram
{
    /// <summary>
    /// Writes it, for its owner to run. Another process does: one that this process held open for writing is "busy" (ETXTBSY) to whoever
    /// runs it, for as long as a child that a parallel test just forks still has the descriptor.
    /// </summary>
    /// <param name="path">Where, in a folder that is there.</param>
    /// <param name="text">The script, with its first line.</param>
    public static void Write(string path, string text)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "cat >\"$0\" && chmod 700 \"$0\"", path]) { RedirectStandardInput = true };
        using var writer = Process.Start(start)!;
        writer.StandardInput.Write(text);
        writer.StandardInput.Close();
        writer.WaitForExit();
        writer.ExitCode.ShouldBe(0, path);
    }
}
