using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    [Fact]
    public async Task ReadEventsAsync_SeveralChanges_TellsThemInOrder()
    {
        await Registry.RegisterAsync(Registration("a") with { Actor = "trainer" }, Cancellation);
        await MoveAsync(1);
        await RegisterAsync("b");
        await MoveAsync(2);
        await Registry.RemoveAliasAsync(Model, "champion", cancellationToken: Cancellation);

        IReadOnlyList<RegistryEvent> events = await EventsAsync();

        Assert.Equal(
            [
                (RegistryEventKind.VersionRegistered, 1L, null, null, null),
                (RegistryEventKind.AliasMoved, 1L, "champion", null, 1L),
                (RegistryEventKind.VersionRegistered, 2L, null, null, null),
                (RegistryEventKind.AliasMoved, 2L, "champion", 1L, 2L),
                (RegistryEventKind.AliasRemoved, 2L, "champion", (long?)2L, (long?)3L),
            ],
            events.Select(static e => (e.Kind, e.Number, e.Alias, e.PreviousNumber, e.Revision)));
        Assert.All(events, static e => Assert.Equal(Model, e.Model));
        Assert.Equal("trainer", events[0].Actor);
        Assert.Equal(events.Select(static e => e.Sequence).Order().Distinct(), events.Select(static e => e.Sequence));
        Assert.True(events[0].Sequence > 0);
        Assert.Equal(events.Select(static e => e.At).Order(), events.Select(static e => e.At));
    }

    [Fact]
    public async Task ReadEventsAsync_AfterAndLimit_PageWithoutGapsOrRepeats()
    {
        for (int i = 0; i < 7; i++) { await RegisterAsync($"{i}"); }

        List<RegistryEvent> paged = [];
        IReadOnlyList<RegistryEvent> page;
        while ((page = await EventsAsync(paged.Count == 0 ? 0 : paged[^1].Sequence, limit: 3)).Count > 0)
        {
            Assert.InRange(page.Count, 1, 3);
            paged.AddRange(page);
        }

        Assert.Equal((await EventsAsync()).Select(static e => e.Sequence), paged.Select(static e => e.Sequence));
        Assert.Equal(7, paged.Count);
        Assert.Empty(await EventsAsync(after: long.MaxValue));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, 10_001)]
    public async Task ReadEventsAsync_NumbersOutOfRange_AreRefused(long after, int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => EventsAsync(after, limit));

    [Fact]
    public async Task WatchAsync_EventsBeforeAndAfter_ComeOnceAndInOrder()
    {
        const int Writers = 8;
        const int Each = 8;
        await RegisterAsync("before");
        Task<List<RegistryEvent>>[] watchers = [.. Enumerable.Range(0, 3).Select(_ => TakeAsync(0, 1 + (Writers * Each)))];

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(
            async () =>
            {
                for (int i = 0; i < Each; i++) { await RegisterAsync($"{w}.{i}"); }
            },
            Cancellation)));

        IEnumerable<long> expected = (await EventsAsync()).Select(static e => e.Sequence);
        foreach (List<RegistryEvent> seen in await Task.WhenAll(watchers)) { Assert.Equal(expected, seen.Select(static e => e.Sequence)); }
    }

    [Fact]
    public async Task WatchAsync_AfterASequence_BeginsWithTheNext()
    {
        for (int i = 0; i < 3; i++) { await RegisterAsync($"{i}"); }
        long first = (await EventsAsync())[0].Sequence;

        List<RegistryEvent> seen = await TakeAsync(first, 2);

        Assert.Equal([2L, 3L], seen.Select(static e => e.Number));
    }

    [Fact]
    public async Task WatchAsync_Cancelled_Ends()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using IAsyncEnumerator<RegistryEvent> watch = Registry.WatchAsync(0, stop.Token).GetAsyncEnumerator(Cancellation);
        ValueTask<bool> next = watch.MoveNextAsync();
        Assert.False(next.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    private async Task<List<RegistryEvent>> TakeAsync(long after, int count)
    {
        List<RegistryEvent> events = [];
        await foreach (RegistryEvent entry in Registry.WatchAsync(after, Cancellation))
        {
            events.Add(entry);
            if (events.Count == count) { break; }
        }

        return events;
    }
}
