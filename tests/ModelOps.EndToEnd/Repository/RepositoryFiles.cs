using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Repository;

/// <summary>The files of the repository as a reader of it finds them.</summary>
internal static class RepositoryFiles
{
    /// <summary>Names of the packages, which are those of the folders of <c>src</c> but for what travels inside another package.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        .. Directory.EnumerateDirectories(At("src"))
            .Where(static d => Directory.EnumerateFiles(d, "*.csproj").Any(static f => !File.ReadAllText(f).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal)))
            .Select(static d => Path.GetFileName(d))
            .Order(StringComparer.Ordinal),
    ];

    public static string At(string path) => Path.Combine(SharedFiles.RepositoryRoot, path);

    public static string Read(string path) => File.ReadAllText(At(path));

    /// <summary>Paths of the files that git tracks or would add; the test is skipped where there is no git.</summary>
    public static async Task<IReadOnlyList<string>> TrackedAsync()
    {
        Assert.SkipUnless(Tool.IsInstalled("git") && Path.Exists(At(".git")), "needs git and a clone");
        string output = await Tool.SucceedAsync(
            SharedFiles.RepositoryRoot, "git", ["-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(static f => File.Exists(At(f)))];
    }
}
