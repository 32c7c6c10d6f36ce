using System.IO.Compression;
using System.Xml.Linq;
using ModelOps.EndToEnd.Repository;

namespace ModelOps.EndToEnd.Packages;

public sealed class PackageContentTests(PackedFixture packed)
{
    [Fact]
    public async Task Abstractions_Carries_TheGenerator()
    {
        using ZipArchive package = ZipFile.OpenRead(Directory.EnumerateFiles(await packed.FolderAsync(), "ModelOps.Abstractions.?.?.?*.nupkg").Single());
        Assert.Contains("analyzers/dotnet/cs/ModelOps.Generators.dll", package.Entries.Select(static e => e.FullName));
        Assert.DoesNotContain(package.Entries, static e => e.FullName.StartsWith("lib/", StringComparison.Ordinal) && e.FullName.Contains("Generators", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Packages_Each_CarryWhatUsersExpect()
    {
        string folder = await packed.FolderAsync();
        foreach (string name in RepositoryFiles.Packages)
        {
            using ZipArchive package = ZipFile.OpenRead(Directory.EnumerateFiles(folder, $"{name}.?.?.?*.nupkg").Single());
            string[] entries = [.. package.Entries.Select(static e => e.FullName)];
            Assert.Subset(
                entries.ToHashSet(),
                new HashSet<string> { "README.md", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" });

            XElement metadata = XDocument.Load(await package.GetEntry($"{name}.nuspec")!.OpenAsync(TestContext.Current.CancellationToken)).Root!.Elements().Single();
            string? Value(string element) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == element)?.Value;
            Assert.Equal(("MIT", "README.md", "icon.png"), (Value("license"), Value("readme"), Value("icon")));
            Assert.NotEqual("Package Description", Value("description"));

            using ZipArchive symbols = ZipFile.OpenRead(Directory.EnumerateFiles(folder, $"{name}.?.?.?*.snupkg").Single());
            Assert.Contains($"lib/net10.0/{name}.pdb", symbols.Entries.Select(static e => e.FullName));
        }
    }
}
