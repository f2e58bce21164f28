using System.Text.Json.Nodes;
using BigBen.ApiServer.Storage;
using BigBen.Foundation;

namespace BigBen.Tests.ApiServer.Storage;

public sealed class ObjectStorageTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private ObjectStorage _storage;

    public ObjectStorageTests() => _storage = ObjectStorage.Open(_directory["objects.db"], history: 5);

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void An_object_is_kept_whole_with_the_version_of_its_write()
    {
        var written = Put("a", """{ "metadata": { "name": "a", "new": [1.50, "ü<&"] }, "unknown": { "x": null } }""");

        written.Version.ShouldBe(1);
        written.Value.GetRawText().ShouldBe("""{"metadata":{"name":"a","new":[1.50,"ü<&"],"resourceVersion":"1"},"unknown":{"x":null}}""");
        _storage.Current.Find(written.Key).ShouldBe(written);
    }

    [Fact]
    public void What_is_kept_and_its_versions_go_on_after_a_restart()
    {
        Put("a");
        Put("b");
        Remove("b");
        Reopen();

        _storage.Current.Version.ShouldBe(3);
        _storage.Current.List("configmaps").ShouldHaveSingleItem().Key.Name.ShouldBe("a");
        Put("b").Version.ShouldBe(4);
    }

    [Fact]
    public void Only_its_owner_can_read_what_is_kept_also_where_an_older_version_made_the_files()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string[] files = [_directory["objects.db"], _directory["objects.db-wal"]];
        Put("a");
        files.Select(File.GetUnixFileMode).ShouldBe([owner, owner]);

        foreach (var file in files)
            File.SetUnixFileMode(file, owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Reopen();
        Put("b");
        files.Select(File.GetUnixFileMode).ShouldBe([owner, owner]);
    }

    [Fact]
    public void The_log_that_a_killed_process_left_is_its_owners_alone_too()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Put("a");
        var killed = Directory.CreateDirectory(_directory["killed"]).FullName;
        string[] files = [Path.Combine(killed, "objects.db"), Path.Combine(killed, "objects.db-wal")];
        foreach (var file in files)
        {
            File.Copy(_directory[Path.GetFileName(file)], file);
            File.SetUnixFileMode(file, owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        using var storage = ObjectStorage.Open(files[0], history: 5);

        files.Select(File.GetUnixFileMode).ShouldBe([owner, owner]);
        storage.Current.List("configmaps").ShouldHaveSingleItem().Key.Name.ShouldBe("a");
    }

    [Fact]
    public void A_list_is_ordered_as_etcd_orders_and_of_one_namespace_where_asked()
    {
        Put("b", ns: "x");
        Put("a", ns: "x-y");
        Put("a", ns: "x");

        _storage.Current.List("configmaps").Select(stored => stored.Key.Path).ShouldBe(["x-y/a", "x/a", "x/b"]);
        _storage.Current.List("configmaps", "x-y").ShouldHaveSingleItem();
        _storage.Current.List("secrets").ShouldBeEmpty();
    }

    [Fact]
    public void A_revision_stays_as_it_was()
    {
        Put("a");
        var then = _storage.Current;
        Put("b");
        Remove("a");

        then.List("configmaps").ShouldHaveSingleItem().Key.Name.ShouldBe("a");
        _storage.At(1).ShouldBe(then);
        _storage.At(2).List("configmaps").Count().ShouldBe(2);
    }

    [Fact]
    public void A_write_sees_what_is_there_and_what_it_throws_changes_nothing()
    {
        Put("a");

        Should.Throw<InvalidOperationException>(() => _storage.Write(Key("a"), before =>
        {
            before!.Version.ShouldBe(1);
            throw new InvalidOperationException();
        }));

        _storage.Current.Version.ShouldBe(1);
    }

    [Fact]
    public void A_version_that_is_no_longer_or_not_yet_there_says_so()
    {
        for (var i = 0; i < 7; i++)
            Put("a");

        Should.Throw<VersionOutOfRangeException>(() => _storage.At(1)).Expired.ShouldBeTrue();
        _storage.At(2).Version.ShouldBe(2);
        Should.Throw<VersionOutOfRangeException>(() => _storage.At(8)).Expired.ShouldBeFalse();
        Reopen();
        Should.Throw<VersionOutOfRangeException>(() => _storage.At(6)).Expired.ShouldBeTrue();
        _storage.At(7).Find(Key("a")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Whoever_follows_sees_every_write_in_order()
    {
        Put("a");
        var first = (await NextAsync(_storage.At(0)))!;
        var next = NextAsync(first);
        next.IsCompleted.ShouldBeFalse();
        Put("a");
        Remove("a");

        Told(first).ShouldBe((1, true, false));
        Told(await next).ShouldBe((2, false, false));
        Told(await NextAsync((await next)!)).ShouldBe((3, false, true));

        static (long Version, bool Created, bool Removed) Told(Revision? revision)
        {
            var change = revision!.Change!;
            return (change.After.Version, change.Before is null, change.Removed);
        }
    }

    [Fact]
    public async Task A_follower_that_falls_behind_the_history_is_told()
    {
        var slow = _storage.Current;
        for (var i = 0; i < 7; i++)
            Put("a");

        (await Should.ThrowAsync<VersionOutOfRangeException>(() => NextAsync(slow))).Expired.ShouldBeTrue();
    }

    [Fact]
    public async Task A_follower_can_lose_its_patience() =>
        (await _storage.NextAsync(_storage.Current, TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None))
            .ShouldBeNull();

    [Fact]
    public void A_second_process_is_refused()
    {
        Put("a");

        Should.Throw<PlatformException>(() => ObjectStorage.Open(_directory["objects.db"], history: 5)).Message.ShouldContain("locked");
    }

    private static ObjectKey Key(string name, string ns = "developer") => new("configmaps", ns, name);

    private StoredObject Put(string name, string json = """{ "metadata": {} }""", string ns = "developer") =>
        _storage.Write(Key(name, ns), _ => JsonNode.Parse(json)!.AsObject());

    private void Remove(string name) => _storage.Write(Key(name), _ => null);

    private Task<Revision?> NextAsync(Revision revision) =>
        _storage.NextAsync(revision, TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);

    private void Reopen()
    {
        _storage.Dispose();
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 5);
    }
}
