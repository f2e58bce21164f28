using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Passengers.Tests.Database;

public class SeedProgramTests
{
    [Theory]
    [InlineData("Give one list: seed passengers.csv", "seed", "a.csv", "b.csv")]
    [InlineData("Could not find file", "seed", "nowhere.csv")]
    public async Task What_cannot_be_done_is_one_sentence_and_exit_code_1(string sentence, params string[] arguments)
    {
        var (exitCode, error) = await ServiceProcess.RunWithAsync("BigBen.Examples.Passengers.dll", arguments);

        exitCode.ShouldBe(1, error);
        error.ShouldStartWith(sentence);
        error.ShouldNotContain('\n');
    }
}
