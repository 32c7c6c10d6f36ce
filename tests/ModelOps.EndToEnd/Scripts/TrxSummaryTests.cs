using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Scripts;

public sealed class TrxSummaryTests
{
    private const string Mixed = """
        <TestRun><Results><UnitTestResult testName="A.Passes(text: &quot;&lt;a&gt; &amp; b&quot;)" outcome="Passed" testId="1" /><UnitTestResult
        testName="unreachable" outcome="Passed" /><UnitTestResult testName="A.Fails(text: &quot;x&quot;)" outcome="Failed" testId="2"><Output><ErrorInfo><Message>Assert.Equal() Failure:&#xD;&#xA;Expected: 1 &amp; 2
        Actual:   &lt;3&gt;</Message><StackTrace>at A</StackTrace></ErrorInfo></Output></UnitTestResult><UnitTestResult testName="A.Skips" outcome="NotExecuted" testId="3"><Output><StdOut>needs a server</StdOut></Output></UnitTestResult></Results></TestRun>
        """;

    [Fact]
    public async Task Summary_OfSeveralFiles_NamesFailuresAndSkipsAndSumsUp()
    {
        using TemporaryFolder folder = new();
        string mixed = folder.File("mixed.trx");
        string green = folder.File("green.trx");
        await File.WriteAllTextAsync(mixed, Mixed.Replace("<UnitTestResult\ntestName", "<UnitTestResult testName", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(green, """<TestRun><Results><UnitTestResult testName="B.Passes" outcome="Passed" /></Results></TestRun>""", TestContext.Current.CancellationToken);

        string output = await Tool.SucceedAsync(SharedFiles.RepositoryRoot, "awk", ["-f", "eng/sum-trx.awk", mixed, green]);

        Assert.Equal(
            """
              FAILED: A.Fails(text: "x")
                Assert.Equal() Failure:
                Expected: 1 & 2
                Actual:   <3>
              skipped: A.Skips: needs a server
            3 1 1
            """,
            output.TrimEnd());
    }
}
