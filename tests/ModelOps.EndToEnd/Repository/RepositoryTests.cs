using System.Text.RegularExpressions;
using System.Xml.Linq;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Repository;

public sealed class RepositoryTests
{
    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".props", ".targets", ".md", ".sh", ".yml", ".yaml", ".json", ".config", ".sln", ".txt", ".awk", ".csv", ".html", ".http", ""];

    [Fact]
    public void Packages_Each_HasReadmeAndPublicApi() => Assert.All(RepositoryFiles.Packages, static package =>
    {
        string readme = RepositoryFiles.Read($"src/{package}/README.md");
        Assert.StartsWith($"# {package}\n", readme, StringComparison.Ordinal);
        Assert.Contains("```", readme, StringComparison.Ordinal); // the smallest working example
        Assert.StartsWith("#nullable enable", RepositoryFiles.Read($"src/{package}/PublicAPI.Shipped.txt").TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.True(RepositoryFiles.Read($"src/{package}/PublicAPI.Unshipped.txt").Length > 50, "the public API is not recorded");
        Assert.NotEmpty(XDocument.Load(RepositoryFiles.At($"src/{package}/{package}.csproj")).Descendants("Description").Single().Value);
    });

    [Fact]
    public void Packages_References_PointDownOnly()
    {
        Dictionary<string, string[]> allowed = new()
        {
            ["ModelOps.Abstractions"] = ["ModelOps.Generators"], // packed inside, not depended on
            ["ModelOps.Onnx"] = ["ModelOps.Abstractions"],
            ["ModelOps.OpenInference"] = ["ModelOps.Abstractions"],
            ["ModelOps.Jobs"] = ["ModelOps.Abstractions"],
            ["ModelOps.Redis"] = ["ModelOps.Abstractions"],
            ["ModelOps.Drift"] = ["ModelOps.Abstractions"],
            ["ModelOps.Kubernetes"] = ["ModelOps.Abstractions"],
            ["ModelOps.Registry"] = ["ModelOps.Abstractions"],
            ["ModelOps.Registry.AspNetCore"] = ["ModelOps.Registry"],
            ["ModelOps.Registry.PostgreSql"] = ["ModelOps.Registry"],
            ["ModelOps.Serving"] = ["ModelOps.Abstractions", "ModelOps.Onnx"],
            ["ModelOps.Serving.AspNetCore"] = ["ModelOps.OpenInference", "ModelOps.Serving"],
            ["ModelOps.Serving.MLNet"] = ["ModelOps.Onnx", "ModelOps.Serving"],
        };
        Assert.All(RepositoryFiles.Packages, package => Assert.Subset(
            allowed[package].ToHashSet(),
            XDocument.Load(RepositoryFiles.At($"src/{package}/{package}.csproj")).Descendants("ProjectReference")
                .Select(static reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)).ToHashSet()));
    }

    [Fact]
    public async Task Projects_PackageReferences_ArePinnedCentrally()
    {
        Dictionary<string, string> pins = XDocument.Load(RepositoryFiles.At("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(static p => (string)p.Attribute("Include")!, static p => (string)p.Attribute("Version")!);
        Assert.All(pins, static pin => Assert.DoesNotContain('*', pin.Value));
        foreach (string file in (await RepositoryFiles.TrackedAsync()).Where(static f => f.EndsWith("proj", StringComparison.Ordinal) || f.EndsWith(".props", StringComparison.Ordinal)))
        {
            XElement[] references = [.. XDocument.Load(RepositoryFiles.At(file)).Descendants("PackageReference")];
            Assert.All(references, r => Assert.True(pins.ContainsKey((string)r.Attribute("Include")!), $"{file}: {r} has no version in Directory.Packages.props"));
            Assert.All(references, r => Assert.True(r.Attribute("Version") is null && r.Attribute("VersionOverride") is null, $"{file}: {r} sets its own version"));
            if (file.EndsWith(".csproj", StringComparison.Ordinal))
            {
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(RepositoryFiles.At(file))!, "packages.lock.json")), $"{file} has no lock file");
                Assert.Contains(Path.GetFileName(file), RepositoryFiles.Read("ModelOps.sln"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task TextFiles_Each_NamesNoMachinePathAndNoPackageHost()
    {
        // Written in pieces, so that this file passes its own test.
        Regex forbidden = new($"/ho{""}me/[a-z]|/ro{""}ot/|/Us{""}ers/[A-Za-z]|[A-Z]:\\\\Us{""}ers|/wo{""}rk/|nu{""}get\\.org|pkgs\\.dev\\.az{""}ure|regi{""}stry\\.npmjs|py{""}pi\\.org");
        foreach (string file in (await RepositoryFiles.TrackedAsync()).Where(static f => TextExtensions.Contains(Path.GetExtension(f))))
        {
            Match found = forbidden.Match(RepositoryFiles.Read(file));
            Assert.False(found.Success, $"{file} names '{found.Value}'");
        }
    }

    [Fact]
    public async Task Scripts_Each_AreValidBash()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "scripts are for Unix shells");
        foreach (string script in await ScriptsAsync())
        {
            await Tool.SucceedAsync(SharedFiles.RepositoryRoot, "bash", ["-n", script]);
            Assert.True(OperatingSystem.IsWindows() || script == "eng/common.sh" || File.GetUnixFileMode(RepositoryFiles.At(script)).HasFlag(UnixFileMode.UserExecute), $"{script} is not executable");
        }
    }

    [Fact]
    public async Task Scripts_Each_PassShellcheck()
    {
        Assert.SkipUnless(Tool.IsInstalled("shellcheck"), "needs shellcheck (apt-get install shellcheck)");
        await Tool.SucceedAsync(SharedFiles.RepositoryRoot, "shellcheck", ["--external-sources", .. await ScriptsAsync()]);
    }

    [Fact]
    public void NuGetConfig_HasNoSources_SoThatTheMachinesKeepWorking() =>
        Assert.Empty(XDocument.Load(RepositoryFiles.At("nuget.config")).Descendants("packageSources"));

    private static async Task<IReadOnlyList<string>> ScriptsAsync() =>
        [.. (await RepositoryFiles.TrackedAsync()).Where(static f => f.EndsWith(".sh", StringComparison.Ordinal) || f == ".ci/run")];
}
