using BigBen.Verbs;
using BigBen.Verbs.Usage;

namespace BigBen.Tests.Verbs.Usage;

public sealed class UsageErrorTests
{
    [Theory]
    // Verbs.
    [InlineData("statu", "'statu' is not a verb. Did you mean 'status'?")]
    [InlineData("relase v1.0.0", "'relase' is not a verb. Did you mean 'release'?")]
    [InlineData("rolback service-a production", "'rolback' is not a verb. Did you mean 'rollback'?")]
    [InlineData("launch", "'launch' is not a verb.")]
    [InlineData("Status", "'Status' is not a verb. Did you mean 'status'?")]
    [InlineData("--state /tmp/x statu", "'statu' is not a verb. Did you mean 'status'?")]
    [InlineData("destroy", "'destroy' is not a verb.")]
    [InlineData("=", "'=' is not a verb.")]
    // Options.
    [InlineData("--plattform kind", "'--plattform' is not an option of 'up'. Did you mean '--platform'?")]
    [InlineData("--bogus", "'--bogus' is not an option of 'up'.")]
    [InlineData("-x", "'-x' is not an option of 'up'.")]
    [InlineData("--port=8080 --polt 1", "'--polt' is not an option of 'up'. Did you mean '--port'?")]
    [InlineData("up --dryrun", "'--dryrun' is not an option of 'up'. Did you mean '--dry-run'?")]
    [InlineData("up --Port 80", "'--Port' is not an option of 'up'. Did you mean '--port'?")]
    [InlineData("status --bogus", "'--bogus' is not an option of 'status'.")]
    [InlineData("status --jsn", "'--jsn' is not an option of 'status'. Did you mean '--json'?")]
    [InlineData("status --port 8080", "'--port' is not an option of 'status'.")]
    [InlineData("status --stat /tmp/x", "'--stat' is not an option of 'status'. Did you mean '--state'?")]
    [InlineData("status --wiat", "'--wiat' is not an option of 'status'.")]
    [InlineData("status -w", "'-w' is not an option of 'status'.")]
    [InlineData("--port 8080 status", "'--port' is not an option of 'status'.")]
    [InlineData("logs --folow developer-service-a", "'--folow' is not an option of 'logs'. Did you mean '--follow'?")]
    [InlineData("logs developer-service-a -n 5", "'-n' is not an option of 'logs'.")]
    [InlineData("release --verion v1.0.0", "'--verion' is not an option of 'release'.")]
    [InlineData("release v1.0.0 --revison main", "'--revison' is not an option of 'release'. Did you mean '--revision'?")]
    [InlineData("release v1.0.0 --forc", "'--forc' is not an option of 'release'. Did you mean '--force'?")]
    [InlineData("release v1.0.0 --revision --force", "'--force' is an option, and no value of the one before it.")]
    [InlineData("down --all", "'--all' is not an option of 'down'.")]
    [InlineData("up --domain big_ben", "'big_ben' is not a domain for --domain: labels of a-z, 0-9 and -, such as example.localhost.")]
    [InlineData("up --domain http://a.localhost", "'http://a.localhost' is not a domain for --domain: labels of a-z")]
    [InlineData("doctor --prt 1", "'--prt' is not an option of 'doctor'. Did you mean '--port'?")]
    [InlineData("kubeconfig --merg", "'--merg' is not an option of 'kubeconfig'. Did you mean '--merge'?")]
    [InlineData("diff main..HEAD --markdwn", "'--markdwn' is not an option of 'diff'. Did you mean '--markdown'?")]
    // Values.
    [InlineData("--port", "--port needs a value: --port PORT.")]
    [InlineData("--port abc", "--port takes a whole number from 1 to 65535, not 'abc'.")]
    [InlineData("--port 0", "--port takes a whole number from 1 to 65535, not '0'.")]
    [InlineData("--port -1", "--port takes a whole number from 1 to 65535, not '-1'.")]
    [InlineData("--port 70000", "--port takes a whole number from 1 to 65535, not '70000'.")]
    [InlineData("--port 8.5", "--port takes a whole number from 1 to 65535, not '8.5'.")]
    [InlineData("--port 99999999999999999999", "--port takes a whole number from 1 to 65535, not '99999999999999999999'.")]
    [InlineData("up --port abc", "--port takes a whole number from 1 to 65535, not 'abc'.")]
    [InlineData("doctor --port abc", "--port takes a whole number from 1 to 65535, not 'abc'.")]
    [InlineData("up --platform", "--platform needs a value.")]
    [InlineData("up --platform knd", "--platform is one of auto, kind, cluster, local, not 'knd'. Did you mean 'kind'?")]
    [InlineData("up --platform KIND", "--platform is one of auto, kind, cluster, local, not 'KIND'.")]
    [InlineData("up --with grafana", "--with is one of monitoring, not 'grafana'.")]
    [InlineData("status --state", "--state needs a value: --state DIR.")]
    [InlineData("status --wait --timeout 0", "--timeout takes a whole number from 1 to 86400, not '0'.")]
    [InlineData("status --wait --timeout soon", "--timeout takes a whole number from 1 to 86400, not 'soon'.")]
    [InlineData("status --wait --timeout 1e3", "--timeout takes a whole number from 1 to 86400, not '1e3'.")]
    [InlineData("logs developer-service-a --tail -5", "--tail takes a whole number from 0 to 1000000, not '-5'.")]
    [InlineData("logs developer-service-a --tail all", "--tail takes a whole number from 0 to 1000000, not 'all'.")]
    [InlineData("rollback service-a prod", "<environment> is one of developer, production, not 'prod'.")]
    [InlineData("rollback service-a developr", "<environment> is one of developer, production, not 'developr'. Did you mean 'developer'?")]
    [InlineData("rollback production service-a", "<environment> is one of developer, production, not 'service-a'.")]
    [InlineData("render staging --registry r", "<environment> is one of developer, production, not 'staging'.")]
    [InlineData("release 1", "'1' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("release latest", "'latest' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("release v1.2", "'v1.2' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("promote main --registry r", "'main' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("completion tcsh", "<shell> is one of bash, zsh, fish, not 'tcsh'.")]
    [InlineData("new service orders --prt 8020", "'--prt' is not an option of 'new service'. Did you mean '--port'?")]
    [InlineData("new service orders --stat /tmp/x", "'--stat' is not an option of 'new service'. Did you mean '--state'?")]
    [InlineData("new service orders --port many", "--port takes a whole number from 1024 to 65535, not 'many'.")]
    [InlineData("remove service a --port 1", "'--port' is not an option of 'remove service'.")]
    // Missing, and too much.
    [InlineData("new", "'new' needs service or environment, as in: big-ben.sh new service orders.")]
    [InlineData("new servic orders", "'new' takes service or environment, not 'servic'. Did you mean 'service'?")]
    [InlineData("new service", "'new service' needs <name>, as in: big-ben.sh new service orders.")]
    [InlineData("new service a b", "'b' is one word too many: 'new service' takes <name>.")]
    [InlineData("remove", "'remove' needs service or environment, as in: big-ben.sh remove service service-b.")]
    [InlineData("remove service", "'remove service' needs <name>, as in: big-ben.sh remove service service-b.")]
    [InlineData("release", "'release' needs <version>, as in: big-ben.sh release v1.2.0.")]
    [InlineData("logs", "'logs' needs <application>, as in: big-ben.sh logs developer-service-a --tail 20 --follow.")]
    [InlineData("rollback", "'rollback' needs <service>, as in: big-ben.sh rollback service-a production.")]
    [InlineData("rollback service-a", "'rollback' needs <environment>, as in: big-ben.sh rollback service-a production.")]
    [InlineData("images", "'images' needs --registry REGISTRY, as in: big-ben.sh images --registry ghcr.io/OWNER.")]
    [InlineData("diff", "'diff' needs <range>, as in: big-ben.sh diff main..HEAD.")]
    [InlineData("completion", "'completion' needs <shell>")]
    [InlineData("status now", "'now' is one word too many: 'status' takes no arguments.")]
    [InlineData("status status", "'status' is one word too many: 'status' takes no arguments.")]
    [InlineData("release v1.0.0 v2.0.0", "'v2.0.0' is one word too many: 'release' takes <version>.")]
    [InlineData("rollback a developer b", "'b' is one word too many: 'rollback' takes <service> <environment>.")]
    [InlineData("kubeconfig print", "'print' is one word too many: 'kubeconfig' takes no arguments.")]
    // Words that are missing, said twice, or contradict each other.
    [InlineData("''", "'' is not a verb.")]
    [InlineData("release ''", "'release' needs <version>, as in: big-ben.sh release v1.2.0.")]
    [InlineData("logs ''", "'logs' needs <application>, as in: big-ben.sh logs developer-service-a --tail 20 --follow.")]
    [InlineData("rollback '' production", "'rollback' needs <service>, as in: big-ben.sh rollback service-a production.")]
    [InlineData("rollback service-a ''", "'rollback' needs <environment>, as in: big-ben.sh rollback service-a production.")]
    [InlineData("new service ''", "'new service' needs <name>, as in: big-ben.sh new service orders.")]
    [InlineData("diff ''", "'diff' needs <range>, as in: big-ben.sh diff main..HEAD.")]
    [InlineData("status --state ''", "--state needs a value: --state DIR.")]
    [InlineData("status --state=", "--state needs a value: --state DIR.")]
    [InlineData("up --source ''", "--source needs a value: --source URL.")]
    [InlineData("doctor --context ''", "--context needs a value: --context NAME.")]
    [InlineData("promote v1.0.0 --registry ''", "--registry needs a value: --registry REGISTRY.")]
    [InlineData("kubeconfig --rights '' --user alice", "--rights needs a value: --rights FILE.")]
    [InlineData("up --port 80 --port 81", "--port takes one value, and is given more than once.")]
    [InlineData("up --port 80 --platform local --port 80", "--port takes one value, and is given more than once.")]
    [InlineData("--state /tmp/x status --state /tmp/y", "--state takes one value, and is given more than once.")]
    [InlineData("release v1.0.0 --revision main --revision HEAD", "--revision takes one value, and is given more than once.")]
    [InlineData("status --timeout 5", "--timeout goes with --wait.")]
    [InlineData("rollback service-a production --remote origin", "--remote needs --registry REGISTRY, for a rollback must see")]
    [InlineData("rollback service-a production --registry r", "--registry, --signed and --json go with --remote")]
    [InlineData("rollback service-a production --json", "--registry, --signed and --json go with --remote")]
    [InlineData("kubeconfig --rights role.yaml", "--rights goes with --user, and not with --read-only.")]
    [InlineData("kubeconfig --user alice --rights role.yaml --read-only", "--rights goes with --user, and not with --read-only.")]
    [InlineData("kubeconfig --revoke", "--revoke needs another user than the administrator, whose token --rotate changes.")]
    [InlineData("kubeconfig --revoke --user alice --merge", "--revoke goes with no other option than --user and --read-only.")]
    [InlineData("new environment staging", "'new environment' needs --after ENVIRONMENT, as in: big-ben.sh new environment staging")]
    // Names, versions, ports and ranges that are none, in every alphabet.
    [InlineData("new service Orders", "'app/Orders' cannot be a service: 'Orders' is not a DNS-1035 label")]
    [InlineData("new service größe", "'app/größe' cannot be a service: 'größe' is not a DNS-1035 label")]
    [InlineData("new service a_b", "'app/a_b' cannot be a service: 'a_b' is not a DNS-1035 label")]
    [InlineData("new service ../up", "'app/../up' cannot be a service: '../up' is not a DNS-1035 label")]
    [InlineData("new service -- -orders", "'app/-orders' cannot be a service: '-orders' is not a DNS-1035 label")]
    [InlineData("new service orders --port 80", "--port takes a whole number from 1024 to 65535, not '80'.")]
    [InlineData("new environment Staging --after developer", "'Staging' cannot be an environment: use a-z, 0-9 and -")]
    [InlineData("new environment kube-x --after developer", "'kube-x' cannot be an environment: that name means something else")]
    [InlineData("new environment staging --after developr", "--after is one of developer, production, not 'developr'. Did you mean")]
    [InlineData("new environment staging --after developer --host-prefix A_B", "'staging' needs a hostPrefix of a-z, 0-9 and -")]
    [InlineData("remove environment staging", "<name> is one of developer, production, not 'staging'.")]
    [InlineData("kubeconfig --user Alice", "'Alice' is not a user's name: ")]
    [InlineData("release v1.0.0 --to developer", "--to is one of production, not 'developer'.")]
    [InlineData("release ｖ1.0.0", "'ｖ1.0.0' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("release v１.0.0", "'v１.0.0' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("release v01.0.0", "'v01.0.0' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("release v1.0.0-", "'v1.0.0-' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("up --port ８０８０", "--port takes a whole number from 1 to 65535, not '８０８０'.")]
    [InlineData("ｓtatus", "'ｓtatus' is not a verb. Did you mean 'status'?")]
    [InlineData("diff a..b..c", "'a..b..c' is not a range of commits: write BASE..HEAD, such as main..HEAD.")]
    [InlineData("diff ..", "'..' is not a range of commits: write BASE..HEAD, such as main..HEAD.")]
    [InlineData("@file", "'@file' is not a verb.")]
    [InlineData("release @file", "'@file' is not a version: v and a semantic version, such as v1.2.0.")]
    [InlineData("help relase", "'relase' is not a verb. Did you mean 'release'?")]
    [InlineData("relase --help", "'relase' is not a verb. Did you mean 'release'?")]
    [InlineData("release v1.0.0 --force=no", "'no' is one word too many: 'release' takes <version>.")]
    public async Task A_bad_command_line_is_one_sentence_about_the_word_that_is_wrong(string line, string sentence)
    {
        var words = Words(line);
        // Before the program is entered: what is understood would be done, in this clone.
        UsageError.Of(CommandLine.Parse(words)).ShouldNotBeNull().ShouldStartWith(sentence);
        var error = new StringWriter();

        var code = await CommandLine.RunAsync(words, error);

        code.ShouldBe(ExitCode.Usage);
        error.ToString().ShouldMatch(@"\Abig-ben\.sh: .+[.?] See \./bootstrap/big-ben\.sh (?:[a-z]+ )*--help\.\n\z");
        error.ToString().ShouldStartWith($"big-ben.sh: {sentence}");
        error.ToString().ShouldNotContain("?.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--port 9000 --platform local")]
    [InlineData("--state /tmp/x")]
    [InlineData("--state /tmp/x status")]
    [InlineData("status --state=/tmp/x --json")]
    [InlineData("release --force v1.0.0-rc.1 --revision main")]
    [InlineData("logs -f developer-service-a")]
    [InlineData("release --help")]
    [InlineData("--port 80 --help")]
    [InlineData("promote v1.0.0 --registry r --attested-by ''")]
    [InlineData("deployments production --domain ''")]
    [InlineData("features --attestations=")]
    [InlineData("up --with monitoring --with monitoring")]
    [InlineData("status --json --json")]
    [InlineData("help release")]
    [InlineData("--version")]
    public void A_good_one_is_none(string line)
    {
        UsageError.Of(CommandLine.Parse(Words(line))).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "up")]
    [InlineData("--port 9000", "up")]
    [InlineData("--state /tmp/x --port 9000", "up")]
    [InlineData("--state /tmp/x status", "status")]
    [InlineData("status --state /tmp/x", "status")]
    public void What_comes_before_the_verb_is_the_same_behind_it(string line, string verb)
    {
        var parsed = CommandLine.Parse(Words(line));

        parsed.CommandResult.Command.Name.ShouldBe(verb);
        if (line.Contains("--state"))
            parsed.GetValue(SharedOptions.State).ShouldBe("/tmp/x");
    }

    // As a shell reads them, two quotes being an empty one.
    private static string[] Words(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "''" ? "" : word)];
}
