using BigBen.Kubelet.Configuration;

namespace BigBen.Tests.Kubelet.Configuration;

public class MachineEnvironmentTests
{
    [Theory]
    [InlineData("dev", "/home/dev")]
    [InlineData("de", null)]
    [InlineData("none", null)]
    public void Home_is_what_the_machine_says_of_the_user(string user, string? home)
    {
        string[] users =
            ["root:x:0:0::/root:/bin/sh", "broken", "dev:x:1000:1000:A Developer,,,:/home/dev:/bin/bash", "none:x:1:1:::/bin/sh"];

        MachineEnvironment.HomeOf(user, users).ShouldBe(home);
    }
}
