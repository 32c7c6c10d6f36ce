using System.Text.Json.Nodes;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Repository;

public sealed class SbomTests
{
    // Licences anyone may build on. The text is what packages declare.
    private static readonly HashSet<string> Allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "MS-PL"];

    [Fact]
    public async Task Sbom_OfTheProduct_IsValidAndComplete()
    {
        using TemporaryFolder folder = new();
        JsonNode bom = await WriteAsync(folder, "src");

        string[] names = [.. bom["components"]!.AsArray().Select(static c => (string)c!["name"]!)];
        Assert.Subset(names.ToHashSet(), RepositoryFiles.Packages.ToHashSet());
        Assert.Contains("Microsoft.ML.OnnxRuntime.Managed", names);
        Assert.Contains("SQLitePCLRaw.core", names); // reached through Microsoft.Data.Sqlite only
        Assert.DoesNotContain("Meziantou.Analyzer", names);
        HashSet<string> references = [.. bom["components"]!.AsArray().Select(static c => (string)c!["bom-ref"]!)];
        Assert.All(bom["dependencies"]!.AsArray(), d => Assert.Subset(references, d!["dependsOn"]!.AsArray().Select(static r => (string)r!).Append((string)d["ref"]!).ToHashSet()));
        Assert.Empty(new JsonSchema(SharedFiles.Require("k8s-schemas/jsonschema/cyclonedx/bom-1.6.schema.json")).Validate(bom));
    }

    [Fact]
    public async Task Sbom_OfTheSameRestore_IsTheSameText()
    {
        using TemporaryFolder folder = new();
        await WriteAsync(folder, "src");
        string first = await File.ReadAllTextAsync(folder.File("bom.json"), TestContext.Current.CancellationToken);
        await WriteAsync(folder, "src");
        Assert.Equal(first, await File.ReadAllTextAsync(folder.File("bom.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Licences_OfAllDependencies_AreOnesAnyoneMayBuildOn()
    {
        using TemporaryFolder folder = new();
        JsonNode bom = await WriteAsync(folder, "src", "tests", "samples", "benchmarks");

        string[] others =
        [
            .. from component in bom["components"]!.AsArray()
               let licence = component["licenses"]![0]!
               let text = (string?)licence["expression"] ?? (string?)licence["license"]!["name"]
               where !Allowed.Contains(text)
               select $"{component["name"]}: {text}",
        ];
        Assert.Empty(others);
    }

    private static async Task<JsonNode> WriteAsync(TemporaryFolder folder, params string[] sources)
    {
        await Tool.ScriptAsync("eng/sbom.sh", [folder.File("bom.json"), .. sources]);
        return JsonNode.Parse(await File.ReadAllTextAsync(folder.File("bom.json"), TestContext.Current.CancellationToken))!;
    }
}
