using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelOps.EndToEnd.Repository;

public sealed class DocumentationTests
{
    [Fact]
    public void Decisions_Each_AreIndexedAndComplete()
    {
        string index = RepositoryFiles.Read("docs/adr/README.md");
        string[] decisions = [.. Directory.EnumerateFiles(RepositoryFiles.At("docs/adr"), "0*.md").Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

        Assert.True(decisions.Length >= 7);
        Assert.Equal(Enumerable.Range(1, decisions.Length), decisions.Select(static d => int.Parse(d[..4], CultureInfo.InvariantCulture)));
        Assert.All(decisions, decision =>
        {
            Assert.Contains($"({decision})", index, StringComparison.Ordinal);
            string text = RepositoryFiles.Read($"docs/adr/{decision}");
            Assert.All(
                ["## Context", "## Drivers", "## Options", "## Decision", "## Consequences", "## How it is checked"],
                heading => Assert.Contains($"\n{heading}\n", text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Features_EachRow_NamesPackagesThatExist()
    {
        string[][] rows =
        [
            .. RepositoryFiles.Read("docs/features.md").Split('\n').Where(static l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
                .Select(static l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
        ];
        Assert.NotEmpty(rows);
        Assert.All(rows, static row =>
        {
            Assert.Equal(4, row.Length);
            Assert.All(row, static cell => Assert.NotEmpty(cell));
            MatchCollection packages = Regex.Matches(row[1], "`([^`]+)`");
            Assert.NotEmpty(packages);
            Assert.All(packages, static p => Assert.Contains(p.Groups[1].Value, RepositoryFiles.Packages));
        });
        Assert.All(RepositoryFiles.Packages, package => Assert.Contains(rows, r => r[1].Contains($"`{package}`", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Links_ToFilesOfTheRepository_LeadSomewhere()
    {
        foreach (string file in (await RepositoryFiles.TrackedAsync()).Where(static f => f.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match link in Regex.Matches(RepositoryFiles.Read(file), @"\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)]*)?\)"))
            {
                string target = Path.Combine(Path.GetDirectoryName(RepositoryFiles.At(file))!, link.Groups[1].Value);
                Assert.True(Path.Exists(target), $"{file} links to '{link.Groups[1].Value}', which does not exist");
            }
        }
    }

    [Fact]
    public void Changelog_OnTop_HoldsWhatIsUnreleased() =>
        Assert.Matches(@"^# Changelog\n(?s:.*?)\n## Unreleased\n\n- ", RepositoryFiles.Read("CHANGELOG.md"));

    [Fact]
    public void Diagnostics_EveryNameInCode_IsDocumented()
    {
        string documented = RepositoryFiles.Read("docs/diagnostics.md");
        string[] missing =
        [
            .. Sources().SelectMany(Names).Distinct(StringComparer.Ordinal)
                .Where(name => !documented.Contains($"`{name}`", StringComparison.Ordinal)),
        ];
        Assert.Empty(missing);
    }

    [Fact]
    public void LogEvents_OfAllPackages_HaveNumbersOfTheirOwn()
    {
        string[] events = [.. Sources().SelectMany(static code => Regex.Matches(code, @"EventId = (\d+)")).Select(static m => m.Groups[1].Value)];
        Assert.NotEmpty(events);
        Assert.Equal(events.Distinct(), events);
    }

    [Fact]
    public void LogEvents_OfEachPackage_LieInItsRange()
    {
        string[] logs = [.. Sources().Where(static code => code.Contains("EventId = ", StringComparison.Ordinal))];
        Assert.NotEmpty(logs);
        Assert.All(logs, static code =>
        {
            Match range = Regex.Match(code, @"/// <summary>Events (\d+) to (\d+)\.</summary>");
            Assert.True(range.Success, "a class of log events does not say its range");
            Assert.All(
                Regex.Matches(code, @"EventId = (\d+)").Select(static m => Number(m.Groups[1])),
                id => Assert.InRange(id, Number(range.Groups[1]), Number(range.Groups[2])));
        });

        static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(RepositoryFiles.At("src"), "*.cs", SearchOption.AllDirectories)
        .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText);

    // Instruments and tags, log events, error codes.
    private static IEnumerable<string> Names(string code) =>
        Regex.Matches(code, "\"(modelops\\.[a-z_.]+)\"").Select(static m => m.Groups[1].Value)
            .Concat(Regex.Matches(code, @"EventId = (\d+)").Select(static m => m.Groups[1].Value))
            .Concat(Regex.Matches(code, "public const string \\w+ = \"([A-Z_]+)\"").Select(static m => m.Groups[1].Value));
}
