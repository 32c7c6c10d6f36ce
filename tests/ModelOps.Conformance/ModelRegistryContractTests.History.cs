using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    [Fact]
    public async Task MoveAliasesAsync_SwapOfTwoModels_IsOneChange()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        await RegisterAsync("c", model: "other");
        await MoveAsync(1);

        IReadOnlyList<ModelAlias> moved = await Registry.MoveAliasesAsync(
            [
                new AliasMove { Model = Model, Alias = "champion", Number = 2, ExpectedRevision = 1 },
                new AliasMove { Model = Model, Alias = "challenger", Number = 1, ExpectedRevision = 0 },
                new AliasMove { Model = "other", Alias = "champion", Number = 1 },
            ],
            Cancellation);

        Assert.Equal([(Model, "champion", 2L), (Model, "challenger", 1L), ("other", "champion", 1L)], moved.Select(static a => (a.Model, a.Alias, a.Number)));
        Assert.Equal(7, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task MoveAliasesAsync_OneThatFails_MovesNone()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        ModelAlias champion = await MoveAsync(1);
        AliasMove good = new() { Model = Model, Alias = "challenger", Number = 2 };

        AliasConflictException conflict = await Assert.ThrowsAsync<AliasConflictException>(
            () => Registry.MoveAliasesAsync([good, new AliasMove { Model = Model, Alias = "champion", Number = 2, ExpectedRevision = 9 }], Cancellation));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(
            () => Registry.MoveAliasesAsync([good, new AliasMove { Model = Model, Alias = "champion", Number = 9 }], Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(
            () => Registry.MoveAliasesAsync([good, new AliasMove { Model = "absent", Alias = "champion", Number = 1 }], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.MoveAliasesAsync([good, good], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.MoveAliasesAsync([], Cancellation));

        Assert.Equal(champion, conflict.Actual); // the state, to decide again
        Assert.Equal([champion], await Registry.ListAliasesAsync(Model, Cancellation));
        Assert.Equal(3, (await EventsAsync()).Count(static e => e.Kind != RegistryEventKind.AliasMoveRefused));
    }

    [Fact]
    public async Task MoveAliasesAsync_ReadersMeanwhile_NeverSeeAPart()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        await SwapAsync(1);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task reading = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    IReadOnlyList<ModelAlias> pair = await Registry.ListAliasesAsync(Model, Cancellation);
                    Assert.Equal(3, pair.Sum(static a => a.Number));
                }
            },
            Cancellation);

        for (int i = 0; i < 50; i++) { await SwapAsync((i % 2) + 1); }
        await stop.CancelAsync();
        await reading;

        Task SwapAsync(long champion) => Registry.MoveAliasesAsync(
            [
                new AliasMove { Model = Model, Alias = "champion", Number = champion },
                new AliasMove { Model = Model, Alias = "challenger", Number = 3 - champion },
            ],
            Cancellation);
    }

    [Fact]
    public async Task ReadAliasHistoryAsync_MovesAndRemovals_AreAllThereInOrder()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        await Registry.MoveAliasAsync(new AliasMove { Model = Model, Alias = "champion", Number = 1, Reason = "first", Actor = "ana" }, Cancellation);
        await MoveAsync(2, alias: "shadow");
        await MoveAsync(2);
        await Registry.RemoveAliasAsync(Model, "champion", reason: "retired", cancellationToken: Cancellation);

        IReadOnlyList<RegistryEvent> history = await Registry.ReadAliasHistoryAsync(Model, "champion", cancellationToken: Cancellation);

        Assert.Equal(
            [(RegistryEventKind.AliasMoved, null, 1L), (RegistryEventKind.AliasMoved, 1L, 2L), (RegistryEventKind.AliasRemoved, 2L, 2L)],
            history.Select(static e => (e.Kind, e.PreviousNumber, e.Number)));
        Assert.Equal(("first", "ana", "retired"), (history[0].Reason, history[0].Actor, history[2].Reason));
        Assert.Equal(history.Skip(1).Take(1).Select(static e => e.Sequence), (await Registry.ReadAliasHistoryAsync(Model, "champion", history[0].Sequence, 1, Cancellation)).Select(static e => e.Sequence));
        Assert.Empty(await Registry.ReadAliasHistoryAsync(Model, "never", cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Registry.ReadAliasHistoryAsync("absent", "champion", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task ReadVersionHistoryAsync_RenamedAndDeleted_BeginsWithTheRegistration()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        await MoveAsync(1);
        await Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 1, Stage = "Staging", Actor = "ana" }, Cancellation);
        await Registry.UpdateModelAsync(new ModelChange { Model = Model, NewName = "renamed" }, Cancellation);
        await RegisterAsync("c"); // another model takes the old name, and has a number 1, too
        await Registry.RemoveAliasAsync("renamed", "champion", cancellationToken: Cancellation);
        await Registry.DeleteAsync(new RegistryDeletion { Model = "renamed", Number = 1 }, Cancellation);

        IReadOnlyList<RegistryEvent> history = await Registry.ReadVersionHistoryAsync("renamed", 1, cancellationToken: Cancellation);

        Assert.Equal(
            [
                (RegistryEventKind.VersionRegistered, Model), (RegistryEventKind.AliasMoved, Model), (RegistryEventKind.VersionStageChanged, Model),
                (RegistryEventKind.AliasRemoved, "renamed"), (RegistryEventKind.VersionDeleted, "renamed"),
            ],
            history.Select(static e => (e.Kind, e.Model)));
        Assert.Equal(history[1].Sequence, Assert.Single(await Registry.ReadVersionHistoryAsync("renamed", 1, history[0].Sequence, 1, Cancellation)).Sequence);
        Assert.Equal(RegistryEventKind.VersionRegistered, Assert.Single(await Registry.ReadVersionHistoryAsync(Model, 1, cancellationToken: Cancellation)).Kind);
        Assert.Equal(RegistryEventKind.ModelRenamed, Assert.Single(await Registry.ReadVersionHistoryAsync("renamed", 0, cancellationToken: Cancellation)).Kind);
        Assert.Empty(await Registry.ReadVersionHistoryAsync("renamed", 3, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Registry.ReadVersionHistoryAsync("absent", 1, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Registry.ReadVersionHistoryAsync("renamed", -1, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task ReadStateAsync_AtEachEvent_IsWhatWasThen()
    {
        await RegisterAsync("a", "1.0.0");
        await MoveAsync(1);
        await RegisterAsync("b", "1.1.0");
        await Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 2, Stage = "Production" }, Cancellation);
        await MoveAsync(2);
        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 1 }, Cancellation);
        await Registry.RemoveAliasAsync(Model, "champion", cancellationToken: Cancellation);
        IReadOnlyList<RegistryEvent> events = await EventsAsync();

        ModelSnapshot before = await Registry.ReadStateAsync(Model, events[0].At.AddTicks(-1), Cancellation);
        Assert.Equal((0L, 0, 0), (before.Sequence, before.Stages.Count, before.Aliases.Count));
        ModelSnapshot now = await Registry.ReadStateAsync(Model, events[^1].At, Cancellation);
        Assert.Equal(new Dictionary<long, string> { [2] = "Production" }, now.Stages);
        Assert.Empty(now.Aliases);

        // Events may share an instant on a coarse clock: compare with the state that the log up to the same sequence gives.
        foreach (RegistryEvent entry in events)
        {
            ModelSnapshot state = await Registry.ReadStateAsync(Model, entry.At, Cancellation);
            RegistryEvent last = events.Last(e => e.At <= entry.At);
            Assert.Equal(last.Sequence, state.Sequence);
            RegistryEvent? alias = events.LastOrDefault(e => e.Alias == "champion" && e.Sequence <= last.Sequence);
            Assert.Equal(alias is { Kind: RegistryEventKind.AliasMoved } ? [alias.Number] : Array.Empty<long>(), state.Aliases.Select(static a => a.Number));
        }
    }

    [Fact]
    public async Task ReadEventsAsync_Chain_NamesEveryEventOnce()
    {
        await RegisterAsync("a");
        await MoveAsync(1);

        IReadOnlyList<RegistryEvent> first = await EventsAsync();
        await MoveAsync(1, alias: "shadow");
        IReadOnlyList<RegistryEvent> later = await EventsAsync();

        Assert.SkipWhen(first[0].ChainDigest is null, "this registry keeps no chain");
        Assert.Equal(first.Select(static e => e.ChainDigest), later.Take(2).Select(static e => e.ChainDigest));
        Assert.Equal(3, later.Select(static e => e.ChainDigest).Distinct().Count());
    }
}
