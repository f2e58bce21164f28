using BigBen.Foundation;
using BigBen.Manifests.Helm;

namespace BigBen.Tests.Manifests.Helm;

public sealed class HelmInstallerTests : IDisposable
{
    private readonly ToolsFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("v3.10.0", "3.10.0")]
    [InlineData("v3.22.0-rc.1", "3.22.0")]
    [InlineData("v4.2.3+g1234567", "4.2.3")]
    public async Task The_users_helm_is_taken_where_it_is_new_enough(string says, string version)
    {
        var path = folder.Program("helm", ToolsFolder.Helm(says));

        var helm = await Installer().FindOrInstallAsync();

        helm.Path.ShouldBe(path);
        helm.Version.ShouldBe(Version.Parse(version));
        helm.Origin.ShouldBe("PATH");
        Directory.Exists(folder.Tools).ShouldBeFalse();
    }

    [Theory]
    [InlineData("#!/bin/sh\necho v3.9.4\n", "version 3.9.4")]
    [InlineData("#!/bin/sh\necho v2.17.0\n", "version 2.17.0")]
    [InlineData("#!/bin/sh\necho hello\n", "does not work (hello)")]
    [InlineData("#!/bin/sh\necho broken >&2; exit 3\n", "does not work (broken)")]
    [InlineData("no program at all", "does not work")]
    public async Task A_helm_that_is_old_or_broken_is_passed_over_and_named_when_none_can_be_had(string script, string reason)
    {
        folder.Program("helm", script);

        (await Installer().FindOrInstallAsync().ShouldThrowAsync<PlatformException>()).Message.ShouldContain(reason);
        (await Installer(new Source("v3.21.4")).FindOrInstallAsync()).Path.ShouldBe(folder.Installed);
    }

    [Fact]
    public async Task Helm_is_obtained_once_and_found_from_then_on()
    {
        var source = new Source("v3.21.4");

        var first = await Installer(source).FindOrInstallAsync();
        var second = await Installer(source).FindOrInstallAsync();

        first.Origin.ShouldBe("the test's source");
        second.ShouldBe(first with { Origin = "an earlier run" });
        source.Fetched.ShouldBe(1);
    }

    [Fact]
    public async Task An_earlier_helm_that_is_damaged_is_obtained_anew()
    {
        await Installer(new Source("v3.21.4")).FindOrInstallAsync();
        File.WriteAllText(folder.Installed, "half a file");

        (await Installer(new Source("v3.22.0")).FindOrInstallAsync()).Version.ShouldBe(new Version(3, 22, 0));
    }

    [Fact]
    public async Task The_next_source_is_tried_when_one_fails()
    {
        var helm = await Installer(new Source(null), new Source("v3.21.4")).FindOrInstallAsync();

        helm.Path.ShouldBe(folder.Installed);
    }

    [Fact]
    public async Task When_nothing_works_one_sentence_says_what_was_tried_and_what_to_do_and_nothing_is_left_behind()
    {
        var installer = Installer(new Source(null), new Source("not a version"));

        var refusal = await installer.FindOrInstallAsync().ShouldThrowAsync<PlatformException>();

        refusal.Message.ShouldBe(
            "Helm 3.10 or newer was not found and cannot be obtained (PATH has no helm; the test's source: out of reach; "
            + "the test's source: it does not run on this machine (not a version)): "
            + "install Helm, put it on PATH and run the command again.");
        Directory.EnumerateFileSystemEntries(folder.Tools).Select(Path.GetFileName).ShouldBe(["helm.lock"]);
    }

    [Fact]
    public async Task Many_at_once_obtain_it_once()
    {
        var source = new Source("v3.21.4");

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Installer(source).FindOrInstallAsync())));

        source.Fetched.ShouldBe(1);
        found.ShouldAllBe(helm => helm.Path == folder.Installed);
    }

    [Fact]
    public async Task A_tools_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(folder.Program("file", ""), "");

        var installer = new HelmInstaller(Path.Combine(folder.Bin, "file", "tools"))
        {
            SearchPath = "",
            Sources = [new Source("v3.21.4")],
        };

        var refusal = await installer.FindOrInstallAsync().ShouldThrowAsync<PlatformException>();

        refusal.Message.ShouldContain("cannot be made");
        refusal.Message.ShouldContain(Path.Combine(folder.Bin, "file", "tools"));
    }

    [Fact]
    public async Task What_this_machine_gives_is_a_helm_that_works() =>
        (await TestHelm.ProgramAsync()).Version.ShouldBeGreaterThanOrEqualTo(HelmInstaller.Minimum);

    private HelmInstaller Installer(params IHelmSource[] sources) => new(folder.Tools) { SearchPath = folder.Bin, Sources = sources };

    /// <summary>Gives a program that says it is a Helm of some version; null is out of reach.</summary>
    private sealed class Source(string? version) : IHelmSource
    {
        private int fetched;

        public int Fetched => fetched;

        public string Name => "the test's source";

        public Task FetchAsync(string program, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref fetched);
            if (version is null)
                throw new PlatformException("out of reach.");
            File.WriteAllText(program, ToolsFolder.Helm(version));
            return Task.CompletedTask;
        }
    }
}
