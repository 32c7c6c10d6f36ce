namespace ModelOps.TestSupport;

/// <summary>Files beside the repository that only some machines have: schemas, data sets, recordings. A test that needs one skips without it.</summary>
public static class SharedFiles
{
    /// <summary>Root of the repository; tests run from their build output below it.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Path of a shared file or folder, or the test is skipped.</summary>
    /// <param name="path">Path inside the shared folder, e.g. <c>k8s-schemas/README.md</c>.</param>
    public static string Require(string path)
    {
        string full = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", path));
        Xunit.Assert.SkipUnless(Path.Exists(full), $"needs 'shared/{path}' beside the repository");
        return full;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ModelOps.sln"))) { folder = Path.GetDirectoryName(folder); }
        return folder ?? throw new InvalidOperationException("The tests do not run from inside the repository.");
    }
}
