using System.Text.RegularExpressions;

namespace ModelOps.EndToEnd.Repository;

/// <summary>C# in documents is C# that the tests compile and run: between <c>// &lt;snippet:FILE#N&gt;</c> and <c>// &lt;/snippet&gt;</c> in a test
/// stands what block N of the document shows. Parts of the same name follow each other with an empty line between.</summary>
public sealed class SnippetTests
{
    [Fact]
    public async Task Documents_EachBlockOfCSharp_IsCompiledByATest()
    {
        IReadOnlyList<string> tracked = await RepositoryFiles.TrackedAsync();
        Dictionary<string, string> compiled = Pairs(tracked.Where(IsTest), "// <snippet:(?<name>[^>]+)>\n(?<code>.*?)\n *// </snippet>")
            .GroupBy(static part => part.Name, static part => part.Code, StringComparer.Ordinal)
            .ToDictionary(static snippet => snippet.Key, static snippet => string.Join("\n\n", snippet), StringComparer.Ordinal);
        Dictionary<string, string> shown = Pairs(tracked.Where(static file => file.EndsWith(".md", StringComparison.Ordinal)), "```csharp\n(?<code>.*?)\n```")
            .ToDictionary(static block => block.Name, static block => block.Code, StringComparer.Ordinal);

        Assert.Contains("README.md#1", shown.Keys);
        Assert.Equal(shown.Keys.Order(StringComparer.Ordinal), compiled.Keys.Order(StringComparer.Ordinal));
        Assert.All(shown, block => Assert.Equal(compiled[block.Key], block.Value));
    }

    private static bool IsTest(string file) =>
        file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal) && Path.GetFileName(file) != $"{nameof(SnippetTests)}.cs";

    // Without a name of its own, a match is called after its file and its place in it.
    private static IEnumerable<(string Name, string Code)> Pairs(IEnumerable<string> files, string pattern) =>
        from file in files
        from match in Regex.Matches(RepositoryFiles.Read(file), pattern, RegexOptions.Singleline | RegexOptions.ExplicitCapture).Index()
        let name = match.Item.Groups["name"]
        select (name.Success ? name.Value : $"{file}#{match.Index + 1}", WithoutIndent(match.Item.Groups["code"].Value));

    private static string WithoutIndent(string code)
    {
        string[] lines = code.Split('\n');
        int indent = lines.Where(static line => line.Length > 0).Min(static line => line.Length - line.TrimStart(' ').Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }
}
