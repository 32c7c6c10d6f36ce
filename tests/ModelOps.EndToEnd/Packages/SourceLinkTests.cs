using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Packages;

public sealed class SourceLinkTests
{
    private const string Package = "ModelOps.Onnx";
    private const string Remote = "https://github.com/example/modelops.git";

    [Fact]
    public async Task Pack_InPublicCI_NamesRepositoryAndCommitAndLinksSources()
    {
        Assert.SkipUnless(Tool.IsInstalled("git") && Path.Exists(Path.Combine(SharedFiles.RepositoryRoot, ".git")), "needs git and a clone");
        using TemporaryFolder folder = new();
        string clone = folder.File("clone");
        string commit = await CloneAsync(clone, folder.Write("gitconfig", "[safe]\n\tdirectory = *\n"u8.ToArray()));

        await Tool.SucceedAsync(
            clone,
            "dotnet",
            ["pack", $"src/{Package}", "--configuration", "Release", "--output", folder.File("packed"), "--verbosity", "quiet"],
            new Dictionary<string, string?> { ["CI"] = "true", ["GITHUB_ACTIONS"] = "true" });

        XElement repository = Nuspec(folder.File("packed")).Descendants().Single(static e => e.Name.LocalName == "repository");
        Assert.Equal(("git", Remote, commit), ((string?)repository.Attribute("type"), (string?)repository.Attribute("url"), (string?)repository.Attribute("commit")));
        string map = Directory.EnumerateFiles(Path.Combine(clone, "src", Package, "obj"), "*.sourcelink.json", SearchOption.AllDirectories).Single();
        KeyValuePair<string, JsonNode?> link = Assert.Single(JsonNode.Parse(await File.ReadAllTextAsync(map, TestContext.Current.CancellationToken))!["documents"]!.AsObject());
        Assert.Equal($"https://raw.githubusercontent.com/example/modelops/{commit}/*", (string?)link.Value);
    }

    // Nothing is fetched from the address of the remote: it only has to look like one that source link knows.
    private static async Task<string> CloneAsync(string clone, string settings)
    {
        string root = SharedFiles.RepositoryRoot;
        await Tool.SucceedAsync(root, "git", ["clone", "--quiet", "--no-hardlinks", root, clone], new Dictionary<string, string?> { ["GIT_CONFIG_GLOBAL"] = settings });
        await Tool.SucceedAsync(clone, "git", ["remote", "set-url", "origin", Remote]);
        return (await Tool.SucceedAsync(clone, "git", ["rev-parse", "HEAD"])).Trim();
    }

    private static XDocument Nuspec(string folder)
    {
        using ZipArchive package = ZipFile.OpenRead(Directory.EnumerateFiles(folder, $"{Package}.*.nupkg").Single());
        using Stream nuspec = package.GetEntry($"{Package}.nuspec")!.Open();
        return XDocument.Load(nuspec);
    }
}
