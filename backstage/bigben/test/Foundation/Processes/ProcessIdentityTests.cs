using System.Diagnostics;
using BigBen.Foundation.Processes;
using BigBen.Tests.Git;

namespace BigBen.Tests.Foundation.Processes;

public class ProcessIdentityTests
{
    private const string Variable = "BIGBEN_TEST_MARK";

    [Fact]
    public void A_process_is_found_by_its_variable_also_while_it_starts_another_program()
    {
        var mark = Guid.NewGuid().ToString();
        using var folder = new TempFolder();
        using var process = Start(mark, "sh", folder.Write("again.sh", """exec sh "$0" """));
        try
        {
            for (var look = 0; look < 200; look++)
                ProcessIdentity.WithVariable(Variable, mark).ShouldHaveSingleItem().Pid.ShouldBe(process.Id);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        ProcessIdentity.WithVariable(Variable, mark).ShouldBeEmpty();
    }

    [Fact]
    public void A_process_without_any_variable_does_not_hold_up_the_look()
    {
        var mark = Guid.NewGuid().ToString();
        using var bare = Start(mark, "env", "-i", "sleep", "1000");
        try
        {
            SpinWait.SpinUntil(() => ProcessIdentity.WithVariable(Variable, mark).Count == 0, TimeSpan.FromMinutes(1)).ShouldBeTrue();
        }
        finally
        {
            bare.Kill();
            bare.WaitForExit();
        }
    }

    private static Process Start(string mark, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        // More than is read at once usually: what begins with one program's variables must not end with another's.
        for (var i = 0; i < 20; i++)
            start.Environment[$"BIGBEN_TEST_FILLER_{i}"] = new string('x', 1000);
        start.Environment[Variable] = mark;
        return Process.Start(start)!;
    }
}
