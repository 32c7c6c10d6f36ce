using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    [Fact]
    public async Task DeleteAsync_Version_IsHiddenAndItsNumberIsNeverUsedAgain()
    {
        await RegisterAsync("a", "1.0.0");
        await RegisterAsync("b", "1.1.0");

        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 2, Reason = "leak", Actor = "ana" }, Cancellation);

        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => ResolveAsync("demand:2"));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => ResolveAsync("demand:1.1.0"));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => MoveAsync(2));
        Assert.Equal(1, (await ResolveAsync("demand")).Number);
        Assert.Equal([1L], (await Registry.ListVersionsAsync(Model, Cancellation)).Select(static v => v.Number));
        Assert.Equal(3, (await RegisterAsync("c")).Number);
        await Assert.ThrowsAsync<ModelVersionConflictException>(() => RegisterAsync("b", "1.1.0")); // not even with the same content
        RegistryEvent entry = Assert.Single(await EventsAsync(), static e => e.Kind == RegistryEventKind.VersionDeleted);
        Assert.Equal((2L, "leak", "ana"), (entry.Number, entry.Reason, entry.Actor));
    }

    [Fact]
    public async Task DeleteAsync_VersionWithAliases_IsRefusedUnlessTheyGoToo()
    {
        await RegisterAsync();
        await MoveAsync(1);
        await MoveAsync(1, alias: "shadow");

        VersionInUseException error = await Assert.ThrowsAsync<VersionInUseException>(
            () => Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 1 }, Cancellation));
        Assert.Equal(["champion", "shadow"], error.Aliases);
        Assert.Equal(1, (await ResolveAsync("demand@champion")).Number);

        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 1, RemoveAliases = true }, Cancellation);
        Assert.Empty(await Registry.ListAliasesAsync(Model, Cancellation));
        Assert.Equal(
            [RegistryEventKind.AliasRemoved, RegistryEventKind.AliasRemoved, RegistryEventKind.VersionDeleted], (await EventsAsync(after: 3)).Select(static e => e.Kind));
    }

    [Fact]
    public async Task DeleteAsync_Model_IsHiddenAndComesBackEmptyWithItsNumbersGoingOn()
    {
        await RegisterAsync("a", "1.0.0");
        await RegisterAsync("b", "1.1.0");
        await Registry.UpdateModelAsync(new ModelChange { Model = Model, Description = "old", SetTags = new Dictionary<string, string> { ["k"] = "v" } }, Cancellation);

        await Registry.DeleteAsync(new RegistryDeletion { Model = Model }, Cancellation);
        await Assert.ThrowsAsync<ModelNotFoundException>(() => ResolveAsync("demand"));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Registry.GetModelAsync(Model, Cancellation));
        Assert.Empty(await Registry.ListModelsAsync(Cancellation));

        RegisteredModel again = await Registry.CreateModelAsync(new ModelCreation { Name = Model }, Cancellation);
        Assert.Equal((0L, 0, ""), (again.LatestNumber, again.Tags.Count, again.Description));
        ModelVersion next = await RegisterAsync("c");
        Assert.Equal((3L, new SemanticVersion(1, 2, 0)), (next.Number, next.Version));
        Assert.Equal([3L], (await Registry.ListVersionsAsync(Model, Cancellation)).Select(static v => v.Number));
    }

    [Fact]
    public async Task DeleteAsync_ModelWithAliases_IsRefusedUnlessTheyGoToo()
    {
        await RegisterAsync();
        await MoveAsync(1);

        await Assert.ThrowsAsync<VersionInUseException>(() => Registry.DeleteAsync(new RegistryDeletion { Model = Model }, Cancellation));
        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, RemoveAliases = true }, Cancellation);
        ModelVersion next = await RegisterAsync("b"); // comes back with its first version

        Assert.Equal(2, next.Number);
        Assert.Equal(3, (await MoveAsync(2)).Revision); // which goes on over removal and deletion
    }

    [Fact]
    public async Task DeleteAsync_OtherRevisionOrTwice_IsRefused()
    {
        await RegisterAsync();
        await RegisterAsync("b");

        await Assert.ThrowsAsync<RevisionConflictException>(
            () => Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 1, ExpectedRevision = 2 }, Cancellation));
        await Assert.ThrowsAsync<RevisionConflictException>(() => Registry.DeleteAsync(new RegistryDeletion { Model = Model, ExpectedRevision = 9 }, Cancellation));
        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 1 }, Cancellation);
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 1 }, Cancellation));
        await Registry.DeleteAsync(new RegistryDeletion { Model = Model }, Cancellation);
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Registry.DeleteAsync(new RegistryDeletion { Model = Model }, Cancellation));
    }

    [Fact]
    public async Task DeleteAsync_IdempotencyKeyOfADeletedVersion_IsAConflict()
    {
        await Registry.RegisterAsync(Registration() with { IdempotencyKey = "run-7" }, Cancellation);
        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 1 }, Cancellation);

        await Assert.ThrowsAsync<ModelVersionConflictException>(() => Registry.RegisterAsync(Registration() with { IdempotencyKey = "run-7" }, Cancellation));
    }

    [Fact]
    public async Task RegisterAsync_ReuseSameContent_ReturnsTheNewestWithTheSameFiles()
    {
        await RegisterAsync("a");
        ModelVersion second = await RegisterAsync("b");
        await RegisterAsync("a");

        ModelVersion reused = await Registry.RegisterAsync(Registration("a") with { ReuseSameContent = true }, Cancellation);
        ModelVersion otherFormat = await Registry.RegisterAsync(Registration("a") with { ReuseSameContent = true, Format = "mlnet" }, Cancellation);
        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = second.Number }, Cancellation);
        ModelVersion ofDeleted = await Registry.RegisterAsync(Registration("b") with { ReuseSameContent = true }, Cancellation);

        Assert.Equal((3L, 4L, 5L), (reused.Number, otherFormat.Number, ofDeleted.Number));
    }
}
