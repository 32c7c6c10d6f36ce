using Xunit;

namespace ModelOps.Conformance;

public abstract partial class TrackingStoreContractTests
{
    [Fact]
    public async Task Default_NewStore_IsThere()
    {
        Experiment experiment = await Store.GetExperimentAsync("0", Cancellation);

        Assert.Equal(("0", "Default", LifecycleStage.Active), (experiment.Id, experiment.Name, experiment.Stage));
        Assert.EndsWith("/0", experiment.ArtifactLocation, StringComparison.Ordinal);
        Assert.Equal(experiment.Id, (await Store.FindExperimentAsync("Default", Cancellation))!.Id);
    }

    [Fact]
    public async Task CreateExperimentAsync_WithAll_IsReadBack()
    {
        Dictionary<string, string> tags = new() { ["b"] = "2", ["a"] = "" };
        Experiment created = await Store.CreateExperimentAsync(new ExperimentCreation { Name = "näme / : 🙂", ArtifactLocation = "s3://b/p", Tags = tags }, Cancellation);

        Assert.Equal(("näme / : 🙂", "s3://b/p", LifecycleStage.Active, Now, Now), (created.Name, created.ArtifactLocation, created.Stage, created.CreatedAt, created.UpdatedAt));
        Assert.Equal(tags.OrderBy(static t => t.Key), created.Tags);
        Assert.Equivalent(created, await Store.GetExperimentAsync(created.Id, Cancellation), strict: true);
        Assert.Equivalent(created, await Store.FindExperimentAsync("näme / : 🙂", Cancellation), strict: true);
        Assert.Null(await Store.FindExperimentAsync("NÄME / : 🙂", Cancellation));
    }

    [Fact]
    public async Task CreateExperimentAsync_NameTaken_IsAConflictAlsoWhenDeleted()
    {
        string id = await ExperimentAsync("e");

        Assert.False((await Assert.ThrowsAsync<ExperimentConflictException>(() => ExperimentAsync("e"))).IsDeleted);
        await Store.DeleteExperimentAsync(id, Cancellation);
        Assert.True((await Assert.ThrowsAsync<ExperimentConflictException>(() => ExperimentAsync("e"))).IsDeleted);
    }

    [Fact]
    public async Task CreateExperimentAsync_ManyAtOnce_OneWinsEachName()
    {
        Task<string?>[] tasks = [.. Enumerable.Range(0, 24).Select(i => Task.Run(() => TryAsync($"race-{i % 6}"), Cancellation))];
        string?[] ids = await Task.WhenAll(tasks);

        Assert.Equal(6, ids.OfType<string>().Distinct().Count());
        Assert.Equal(6, ids.OfType<string>().Count());

        async Task<string?> TryAsync(string name)
        {
            try { return await ExperimentAsync(name); }
            catch (ExperimentConflictException) { return null; }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    public async Task CreateExperimentAsync_BadName_IsRefused(string name) => await Assert.ThrowsAsync<TrackingRequestException>(() => ExperimentAsync(name));

    [Theory]
    [InlineData("7")]
    [InlineData("-1")]
    [InlineData("00")]
    [InlineData("x' OR 1=1")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public async Task AnyCall_ExperimentThatIsNotThere_IsNotFound(string id)
    {
        Assert.Equal(id, (await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.GetExperimentAsync(id, Cancellation))).Id);
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.RenameExperimentAsync(id, "n", Cancellation));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.DeleteExperimentAsync(id, Cancellation));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.RestoreExperimentAsync(id, Cancellation));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.SetExperimentTagAsync(id, "k", "v", Cancellation));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => RunAsync(id));
    }

    [Fact]
    public async Task RenameExperimentAsync_Name_ChangesUnlessTaken()
    {
        string id = await ExperimentAsync("old");
        await ExperimentAsync("other");
        Tick();

        await Store.RenameExperimentAsync(id, "new", Cancellation);
        await Store.RenameExperimentAsync(id, "new", Cancellation); // its own name is not taken
        await Assert.ThrowsAsync<ExperimentConflictException>(() => Store.RenameExperimentAsync(id, "other", Cancellation));

        Experiment experiment = await Store.GetExperimentAsync(id, Cancellation);
        Assert.Equal(("new", Now), (experiment.Name, experiment.UpdatedAt));
        Assert.True(experiment.CreatedAt < experiment.UpdatedAt);
    }

    [Fact]
    public async Task DeleteExperimentAsync_AndRestore_TakesItsRunsAlongButNotThoseDeletedBefore()
    {
        string id = await ExperimentAsync("e");
        TrackingRun alive = await RunAsync(id);
        TrackingRun dead = await RunAsync(id);
        await Store.DeleteRunAsync(dead.Id, Cancellation);

        await Store.DeleteExperimentAsync(id, Cancellation);
        Assert.Equal(LifecycleStage.Deleted, (await Store.GetExperimentAsync(id, Cancellation)).Stage);
        Assert.Equal(LifecycleStage.Deleted, (await Store.GetRunAsync(alive.Id, Cancellation)).Stage);
        await Assert.ThrowsAsync<TrackingStateException>(() => RunAsync(id));
        await Assert.ThrowsAsync<TrackingStateException>(() => Store.DeleteExperimentAsync(id, Cancellation));
        await Assert.ThrowsAsync<TrackingStateException>(() => Store.RenameExperimentAsync(id, "x", Cancellation));

        await Store.RestoreExperimentAsync(id, Cancellation);
        Assert.Equal(LifecycleStage.Active, (await Store.GetRunAsync(alive.Id, Cancellation)).Stage);
        Assert.Equal(LifecycleStage.Deleted, (await Store.GetRunAsync(dead.Id, Cancellation)).Stage);
        await Assert.ThrowsAsync<TrackingStateException>(() => Store.RestoreExperimentAsync(id, Cancellation));
    }

    [Fact]
    public async Task SetExperimentTagAsync_Tag_IsSetReplacedAndRemoved()
    {
        await Store.SetExperimentTagAsync("0", "k", "v", Cancellation);
        await Store.SetExperimentTagAsync("0", "k", "w", Cancellation);
        Assert.Equal("w", (await Store.GetExperimentAsync("0", Cancellation)).Tags["k"]);

        Assert.True(await Store.DeleteExperimentTagAsync("0", "k", Cancellation));
        Assert.False(await Store.DeleteExperimentTagAsync("0", "k", Cancellation));
        Assert.Empty((await Store.GetExperimentAsync("0", Cancellation)).Tags);
    }

    [Fact]
    public async Task SearchExperimentsAsync_FiltersOrdersAndViews_FindWhatTheySay()
    {
        string[] ids = [await ExperimentAsync("alpha"), await ExperimentAsync("beta"), await ExperimentAsync("Alpine")];
        await Store.SetExperimentTagAsync(ids[0], "team", "x", Cancellation);
        await Store.SetExperimentTagAsync(ids[1], "team", "y", Cancellation);
        await Store.DeleteExperimentAsync(ids[2], Cancellation);

        Assert.Equal(["beta", "alpha", "Default"], await NamesAsync(new ExperimentQuery()));
        Assert.Equal(["Alpine"], await NamesAsync(new ExperimentQuery { View = LifecycleView.DeletedOnly }));
        TrackingOrder byName = new(TrackingEntity.Attribute, "name");
        Assert.Equal(["Alpine", "Default", "alpha", "beta"], await NamesAsync(new ExperimentQuery { View = LifecycleView.All, OrderBy = [byName] }));
        Assert.Equal(["beta", "alpha", "Default", "Alpine"], await NamesAsync(new ExperimentQuery { View = LifecycleView.All, OrderBy = [byName with { Descending = true }] }));
        Assert.Equal(["alpha"], await NamesAsync(Where(TrackingCondition.OfText(TrackingEntity.Tag, "team", TrackingOperator.Equal, "x"))));
        Assert.Equal(["beta"], await NamesAsync(Where(TrackingCondition.OfText(TrackingEntity.Tag, "team", TrackingOperator.NotEqual, "x"))));
        Assert.Equal(["Default"], await NamesAsync(Where(TrackingCondition.OfPresence(TrackingEntity.Tag, "team", isPresent: false))));
        Assert.Equal(["beta", "alpha"], await NamesAsync(Where(TrackingCondition.OfPresence(TrackingEntity.Tag, "team", isPresent: true))));
        Assert.Equal(["alpha"], await NamesAsync(Where(TrackingCondition.OfText(TrackingEntity.Attribute, "name", TrackingOperator.Like, "alp%"))));
        Assert.Equal(["Alpine", "alpha"], await NamesAsync(Where(TrackingCondition.OfText(TrackingEntity.Attribute, "name", TrackingOperator.ILike, "ALP%")) with { View = LifecycleView.All, OrderBy = [byName] }));

        static ExperimentQuery Where(TrackingCondition condition) => new() { Filter = new TrackingFilter(condition) };
        async Task<IEnumerable<string>> NamesAsync(ExperimentQuery query) => (await Store.SearchExperimentsAsync(query, Cancellation)).Items.Select(static e => e.Name);
    }
}
