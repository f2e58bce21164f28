using BigBen.ServiceDefaults.Databases;

namespace BigBen.ServiceDefaults.Tests.Databases;

public class DatabaseWaitTests
{
    [Fact]
    public async Task It_tries_until_the_database_is_there()
    {
        var tries = 0;

        await DatabaseWait.UntilAsync(_ => ++tries < 3 ? throw new Failure("starting", transient: tries == 1) : Task.CompletedTask);

        tries.ShouldBe(3);
    }

    [Fact]
    public async Task It_gives_up_with_the_last_reason()
    {
        var error = await Should.ThrowAsync<TimeoutException>(
            () => DatabaseWait.UntilAsync(_ => throw new Failure("Connection refused.", transient: true), TimeSpan.Zero));

        error.Message.ShouldBe("The database is not to be had: Connection refused.");
    }

    [Fact]
    public async Task What_is_no_failure_of_the_database_is_not_tried_again()
    {
        var tries = 0;

        await Should.ThrowAsync<InvalidOperationException>(() => DatabaseWait.UntilAsync(_ =>
        {
            tries++;
            throw new InvalidOperationException();
        }));

        tries.ShouldBe(1);
    }
}
