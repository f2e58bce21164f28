using BigBen.Kubernetes.Waiting;

namespace BigBen.Tests.Kubernetes.Waiting;

public sealed class PodTroubleTests
{
    [Theory]
    [InlineData(
        "starting\nUnhandled exception. System.InvalidOperationException: SERVICE_A_URL is not a URL: nonsense\n"
        + "   at Program.Main() in /_/tree/app/service-b/src/Program.cs:line 7\n   at Program.<Main>(String[] args)\n",
        "Unhandled exception. System.InvalidOperationException: SERVICE_A_URL is not a URL: nonsense")]
    [InlineData(
        "Unhandled exception. System.AggregateException: One or more errors occurred.\n ---> System.FormatException: no number\n"
        + "   at Program.Read()\n   --- End of inner exception stack trace ---\n   at Program.Main()\n",
        "Unhandled exception. System.AggregateException: One or more errors occurred.")]
    // Caught, and printed by the program itself.
    [InlineData("System.IO.IOException: no room\n   at Shop.Save()\n--- End of stack trace from previous location ---\n   at Shop.Run()\n",
        "System.IO.IOException: no room")]
    [InlineData("Exception in thread \"main\" java.lang.IllegalStateException: no queue\n\tat Shop.main(Shop.java:3)\n\t... 12 more\n",
        "Exception in thread \"main\" java.lang.IllegalStateException: no queue")]
    [InlineData("Traceback (most recent call last):\n  File \"shop.py\", line 3, in <module>\nKeyError: 'QUEUE'\n", "KeyError: 'QUEUE'")]
    [InlineData("no queue at all\n\n", "no queue at all")]
    [InlineData("", null)]
    public void The_last_words_are_the_exception_and_no_frame_of_its_stack(string log, string? words) =>
        PodTrouble.LastWords(log.Split('\n')).ShouldBe(words);
}
