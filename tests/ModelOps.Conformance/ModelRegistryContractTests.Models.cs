using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    [Fact]
    public async Task CreateModelAsync_New_IsThereWithoutVersionsAndLogged()
    {
        RegisteredModel created = await Registry.CreateModelAsync(
            new ModelCreation { Name = Model, Description = "bikes", Tags = new Dictionary<string, string> { ["team"] = "supply" }, Actor = "ana" }, Cancellation);

        RegisteredModel read = await Registry.GetModelAsync(Model, Cancellation);
        Assert.Equal((Model, "bikes", "supply", 1L, 0L), (read.Name, read.Description, read.Tags["team"], read.Revision, read.LatestNumber));
        Assert.Equal((created.CreatedAt, created.CreatedAt), (read.CreatedAt, read.UpdatedAt));
        Assert.Empty(read.Aliases);
        Assert.Empty(await Registry.ListVersionsAsync(Model, Cancellation));
        RegistryEvent entry = Assert.Single(await EventsAsync());
        Assert.Equal((RegistryEventKind.ModelCreated, Model, 0L, "ana", 1L), (entry.Kind, entry.Model, entry.Number, entry.Actor, entry.Revision));
        Assert.Equal(new Dictionary<string, string?> { ["description"] = "bikes", ["tag:team"] = "supply" }, entry.Changes);
    }

    [Fact]
    public async Task CreateModelAsync_NameThatIsTaken_IsAConflict()
    {
        await RegisterAsync();

        ModelExistsException error = await Assert.ThrowsAsync<ModelExistsException>(
            () => Registry.CreateModelAsync(new ModelCreation { Name = Model }, Cancellation));

        Assert.Equal((Model, ModelOpsErrorKind.Conflict), (error.Model, error.Kind));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task CreateModelAsync_ManyThingsWrong_NamesAllOfThem()
    {
        ModelCreation creation = new() { Name = "a/b", Description = new string('x', 1_000_000), Tags = new Dictionary<string, string> { [""] = "x" } };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => Registry.CreateModelAsync(creation, Cancellation));

        foreach (string part in new[] { "a/b", "Description", "Tags" }) { Assert.Contains(part, error.Message, StringComparison.Ordinal); }
    }

    [Fact]
    public async Task UpdateModelAsync_DescriptionAndTags_AreChangedAtOnceAndLogged()
    {
        await Registry.CreateModelAsync(
            new ModelCreation { Name = Model, Tags = new Dictionary<string, string> { ["team"] = "supply", ["old"] = "1", ["same"] = "x" } }, Cancellation);

        RegisteredModel changed = await Registry.UpdateModelAsync(
            new ModelChange
            {
                Model = Model,
                Description = "now",
                SetTags = new Dictionary<string, string> { ["team"] = "sales", ["same"] = "x" },
                RemoveTags = ["old", "absent"],
                ExpectedRevision = 1,
                Reason = "moved",
            },
            Cancellation);

        Assert.Equal(("now", 2L), (changed.Description, changed.Revision));
        Assert.Equal(new Dictionary<string, string> { ["team"] = "sales", ["same"] = "x" }, changed.Tags);
        RegistryEvent entry = (await EventsAsync())[^1];
        Assert.Equal((RegistryEventKind.ModelUpdated, 2L, "moved"), (entry.Kind, entry.Revision, entry.Reason));
        Assert.Equal(new Dictionary<string, string?> { ["description"] = "now", ["tag:team"] = "sales", ["tag:old"] = null }, entry.Changes);
    }

    [Fact]
    public async Task UpdateModelAsync_NothingNew_ChangesNothing()
    {
        await RegisterAsync();

        RegisteredModel same = await Registry.UpdateModelAsync(new ModelChange { Model = Model, Description = "", NewName = Model, RemoveTags = ["absent"] }, Cancellation);

        Assert.Equal(1, same.Revision);
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task UpdateModelAsync_OtherRevision_IsAConflictThatSaysTheActualOne()
    {
        await RegisterAsync();
        await Registry.UpdateModelAsync(new ModelChange { Model = Model, Description = "theirs" }, Cancellation);

        RevisionConflictException error = await Assert.ThrowsAsync<RevisionConflictException>(
            () => Registry.UpdateModelAsync(new ModelChange { Model = Model, Description = "ours", ExpectedRevision = 1 }, Cancellation));

        Assert.Equal((Model, 1L, 2L), (error.Target, error.ExpectedRevision, error.ActualRevision));
        Assert.Equal("theirs", (await Registry.GetModelAsync(Model, Cancellation)).Description);
    }

    [Fact]
    public async Task UpdateModelAsync_Renamed_KeepsVersionsAliasesAndHistory()
    {
        await RegisterAsync("a", "1.0.0");
        await MoveAsync(1);

        RegisteredModel renamed = await Registry.UpdateModelAsync(new ModelChange { Model = Model, NewName = "forecast" }, Cancellation);

        Assert.Equal(("forecast", 1L), (renamed.Name, renamed.LatestNumber));
        Assert.Equal("forecast", Assert.Single(renamed.Aliases).Model);
        Assert.Equal(1, (await ResolveAsync("forecast@champion")).Number);
        await Assert.ThrowsAsync<ModelNotFoundException>(() => ResolveAsync("demand"));
        Assert.Equal(2, (await RegisterAsync("b", model: "forecast")).Number);
        RegistryEvent move = Assert.Single(await Registry.ReadAliasHistoryAsync("forecast", "champion", cancellationToken: Cancellation));
        Assert.Equal(Model, move.Model); // its name then
        RegistryEvent entry = Assert.Single(await EventsAsync(), static e => e.Kind == RegistryEventKind.ModelRenamed);
        Assert.Equal(("forecast", Model), (entry.Model, entry.Changes["previous_name"]));
    }

    [Fact]
    public async Task UpdateModelAsync_RenamedToATakenName_IsAConflictAndToAFreedOneIsNot()
    {
        await RegisterAsync();
        await RegisterAsync(model: "other");

        await Assert.ThrowsAsync<ModelExistsException>(() => Registry.UpdateModelAsync(new ModelChange { Model = Model, NewName = "other" }, Cancellation));
        await Registry.DeleteAsync(new RegistryDeletion { Model = "other" }, Cancellation);
        await Registry.UpdateModelAsync(new ModelChange { Model = Model, NewName = "other" }, Cancellation);

        Assert.Equal(["other"], await Registry.ListModelsAsync(Cancellation));
        Assert.Equal(1, (await RegisterAsync(model: Model)).Number); // the old name is free, for another model
    }

    [Fact]
    public async Task GetModelAsync_WithVersionsAndAliases_HasThem()
    {
        await RegisterAsync("a");
        ModelVersion newest = await RegisterAsync("b");
        await MoveAsync(2, alias: "shadow");
        ModelAlias champion = await MoveAsync(1);

        RegisteredModel model = await Registry.GetModelAsync(Model, Cancellation);

        Assert.Equal((2L, newest.CreatedAt), (model.LatestNumber, model.UpdatedAt));
        Assert.Equal(["champion", "shadow"], model.Aliases.Select(static a => a.Alias));
        Assert.Equal(champion, model.Aliases[0]);
    }
}
