using BigBen.Platforms.Doctor;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms.Doctor;

public sealed class LimitChecksTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(4, "")]
    [InlineData(60, "inotify: sudo sysctl fs.inotify.max_user_instances=136")]
    [InlineData(
        110,
        "open files: ulimit -n 1612, threads: ulimit -u 3250, inotify: sudo sysctl fs.inotify.max_user_instances=236, "
        + "memory: End other programs, or lower replicas in app/*/deploy-config: 8064 MiB are needed.")]
    public void What_the_pods_need_is_held_against_what_the_machine_allows(int pods, string wrong)
    {
        _temp.Write("self/limits", """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             3000                 3000                 processes
            Max open files            1200                 4096                 files
            """);
        _temp.Write("sys/fs/inotify/max_user_instances", "128\n");
        _temp.Write("meminfo", "MemTotal:       16000000 kB\nMemAvailable:    6291456 kB\n");

        var findings = new LimitChecks(_temp[""]).Run(pods);

        findings.Select(finding => finding.Check).ShouldBe(["open files", "threads", "inotify", "memory"]);
        string.Join(", ", findings.Where(finding => finding.Severity != Severity.Good).Select(found => $"{found.Check}: {found.Remedy}"))
            .ShouldBe(wrong);
    }

    [Fact]
    public void What_is_not_limited_or_not_told_is_not_checked()
    {
        _temp.Write("self/limits", "Max processes             unlimited            unlimited            processes\n");

        new LimitChecks(_temp[""]).Run(1000).ShouldBeEmpty();
    }
}
