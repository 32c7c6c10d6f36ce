using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    [Fact]
    public async Task GetVersionAsync_JustRegistered_StartsFromTheRegistration()
    {
        ModelVersion version = await Registry.RegisterAsync(
            Registration() with { Description = "first", Tags = new Dictionary<string, string> { ["k"] = "v" }, RunId = "run-1", Source = "s3://b/p" }, Cancellation);

        RegisteredVersion read = await Registry.GetVersionAsync(Model, 1, Cancellation);

        Assert.Equal((version.Digest, "run-1", "s3://b/p"), (read.Version.Digest, read.Version.RunId, read.Version.Source));
        Assert.Equal(("None", 1L, "first", version.CreatedAt), (read.Stage, read.Revision, read.Description, read.UpdatedAt));
        Assert.Equal(new Dictionary<string, string> { ["k"] = "v" }, read.Tags);
        Assert.Empty(read.Aliases);
    }

    [Fact]
    public async Task UpdateVersionAsync_TagsAndDescription_ChangeBesideWhatNeverDoes()
    {
        await Registry.RegisterAsync(Registration() with { Description = "first", Tags = new Dictionary<string, string> { ["k"] = "v", ["gone"] = "1" } }, Cancellation);
        await MoveAsync(1);

        RegisteredVersion changed = await Registry.UpdateVersionAsync(
            new VersionChange
            {
                Model = Model,
                Number = 1,
                Description = "second",
                SetTags = new Dictionary<string, string> { ["k"] = "w", ["\"quoted\" é🚲"] = "line\nbreak" },
                RemoveTags = ["gone"],
                ExpectedRevision = 1,
                Actor = "ana",
            },
            Cancellation);

        Assert.Equal(("second", 2L, "None"), (changed.Description, changed.Revision, changed.Stage));
        Assert.Equal(new Dictionary<string, string> { ["k"] = "w", ["\"quoted\" é🚲"] = "line\nbreak" }, changed.Tags);
        Assert.Equal(["champion"], changed.Aliases);
        Assert.Equal(("first", "v"), (changed.Version.Description, changed.Version.Tags["k"]));
        RegistryEvent entry = (await EventsAsync())[^1];
        Assert.Equal((RegistryEventKind.VersionUpdated, 1L, 2L, "ana"), (entry.Kind, entry.Number, entry.Revision, entry.Actor));
        Assert.Null(entry.Changes["tag:gone"]);
        Assert.Equal("second", entry.Changes["description"]);
    }

    [Fact]
    public async Task UpdateVersionAsync_NothingNew_ChangesNothing()
    {
        await RegisterAsync();

        RegisteredVersion same = await Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 1, Stage = "none", RemoveTags = ["x"] }, Cancellation);

        Assert.Equal(1, same.Revision);
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task UpdateVersionAsync_OtherRevision_IsAConflict()
    {
        await RegisterAsync();

        RevisionConflictException error = await Assert.ThrowsAsync<RevisionConflictException>(
            () => Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 1, Stage = "Staging", ExpectedRevision = 2 }, Cancellation));

        Assert.Equal(("demand:1", 2L, 1L), (error.Target, error.ExpectedRevision, error.ActualRevision));
    }

    [Fact]
    public async Task UpdateVersionAsync_Stage_IsInItsDeclaredSpellingAndDisplacesOthers()
    {
        for (int i = 0; i < 3; i++) { await RegisterAsync($"{i}"); }
        await Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 1, Stage = "Production" }, Cancellation);
        await Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 2, Stage = "Staging" }, Cancellation);

        RegisteredVersion third = await Registry.UpdateVersionAsync(
            new VersionChange { Model = Model, Number = 3, Stage = "PRODUCTION", DisplaceTo = "archived", Reason = "release" }, Cancellation);

        Assert.Equal("Production", third.Stage);
        Assert.Equal("Archived", (await Registry.GetVersionAsync(Model, 1, Cancellation)).Stage);
        Assert.Equal("Staging", (await Registry.GetVersionAsync(Model, 2, Cancellation)).Stage);
        Assert.Equal(
            [(1L, "Archived", "release"), (3L, "Production", "release")],
            (await EventsAsync(after: 5)).Select(static e => (e.Number, e.Changes["stage"]!, e.Reason!)));
    }

    [Fact]
    public async Task UpdateVersionAsync_UndeclaredStage_IsRefusedWithTheDeclaredOnes()
    {
        await RegisterAsync();

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 1, Stage = "Limbo" }, Cancellation));

        foreach (string part in new[] { "Limbo", "None", "Staging", "Production", "Archived" }) { Assert.Contains(part, error.Message, StringComparison.Ordinal); }
    }

    [Fact]
    public async Task UpdateVersionAsync_UnknownVersionOrModel_IsNotFound()
    {
        await RegisterAsync();

        await Assert.ThrowsAsync<ModelVersionNotFoundException>(
            () => Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 2, Description = "x" }, Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(
            () => Registry.UpdateVersionAsync(new VersionChange { Model = "other", Number = 1, Description = "x" }, Cancellation));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => Registry.GetVersionAsync(Model, 2, Cancellation));
    }

    [Fact]
    public async Task UpdateVersionAsync_ManyAtOnce_LosesNoTag()
    {
        await RegisterAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => Registry.UpdateVersionAsync(
                new VersionChange { Model = Model, Number = 1, SetTags = new Dictionary<string, string> { [$"k{i}"] = "v" } }, Cancellation), Cancellation)));

        RegisteredVersion version = await Registry.GetVersionAsync(Model, 1, Cancellation);
        Assert.Equal((16, 17L), (version.Tags.Count, version.Revision));
    }
}
