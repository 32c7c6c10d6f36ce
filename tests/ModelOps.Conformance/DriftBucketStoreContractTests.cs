using Xunit;

namespace ModelOps.Conformance;

/// <summary>What every store of drift buckets must do.</summary>
public abstract class DriftBucketStoreContractTests
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty store; the same one through a test.</summary>
    protected abstract IDriftBucketStore Store { get; }

    /// <summary>Another host's view of the same buckets. Default: the same object.</summary>
    protected virtual IDriftBucketStore Other => Store;

    /// <summary>Forgets old buckets on all hosts. Default: on the one, which all others share.</summary>
    protected virtual Task RemoveBeforeAsync(string model, DateTimeOffset before) => Store.RemoveBeforeAsync(model, before, Cancellation);

    [Fact]
    public async Task Read_NothingKept_IsEmpty()
    {
        Assert.Empty(await Store.ReadAsync(DriftBuckets.All(), Cancellation));
        Assert.Empty(await Store.ReadAsync(DriftBuckets.All("no/name"), Cancellation));
    }

    [Fact]
    public async Task Read_WhatWasPut_IsWholeAndInOrder()
    {
        DriftBucket[] buckets =
        [
            DriftBuckets.Create(2, "b"), DriftBuckets.Create(1, "b", epoch: 2), DriftBuckets.Create(1, "b"), DriftBuckets.Create(1, "a"), DriftBuckets.Create(0, "z", long.MaxValue),
        ];
        await Store.PutAsync(buckets, Cancellation);

        IReadOnlyList<DriftBucket> read = await Other.ReadAsync(DriftBuckets.All(), Cancellation);

        Assert.Equal([buckets[4], buckets[3], buckets[2], buckets[1], buckets[0]], read.Select((b, i) => b with { Profile = Find(b).Profile }));
        Assert.All(read, b => Assert.Equal(Find(b).Text(), b.Text()));

        DriftBucket Find(DriftBucket bucket) => buckets.Single(b => (b.Start, b.Replica, b.Epoch) == (bucket.Start, bucket.Replica, bucket.Epoch));
    }

    [Fact]
    public async Task Put_RepeatedAndReordered_TheHighestSequenceCounts()
    {
        long[] delivered = [2, 5, 1, 5, 9, 3, 9, 0, 8, 10, 2];
        foreach (long sequence in delivered) { await Store.PutAsync([DriftBuckets.Create(sequence: sequence)], Cancellation); }
        await Store.PutAsync([DriftBuckets.Create(sequence: 10, content: "another of the same sequence")], Cancellation);
        await Store.PutAsync([DriftBuckets.Create(1, sequence: 1), DriftBuckets.Create(1, sequence: 3), DriftBuckets.Create(1, sequence: 2)], Cancellation);

        Assert.Equal(["pod-1/0/10", "pod-1/1/3"], await Other.TextsAsync(DriftBuckets.All()));
    }

    [Fact]
    public async Task Put_SequencesBeyondADouble_AreToldApart()
    {
        await Store.PutAsync([DriftBuckets.Create(sequence: (1L << 53) + 1)], Cancellation);
        await Store.PutAsync([DriftBuckets.Create(sequence: 1L << 53)], Cancellation);

        Assert.Equal((1L << 53) + 1, Assert.Single(await Other.ReadAsync(DriftBuckets.All(), Cancellation)).Sequence);
    }

    [Fact]
    public async Task Read_FromTo_TakesThoseThatStartThere()
    {
        await Store.PutAsync([.. Enumerable.Range(0, 200).Select(static minute => DriftBuckets.Create(minute * 7))], Cancellation);
        DateTimeOffset from = DriftBuckets.Noon.AddMinutes(70);

        IReadOnlyList<DriftBucket> read = await Other.ReadAsync(new DriftBucketQuery(DriftBuckets.Model, null, from, from.AddMinutes(70)), Cancellation);

        Assert.Equal(Enumerable.Range(10, 10).Select(static i => DriftBuckets.Noon.AddMinutes(i * 7)), read.Select(static b => b.Start));
        Assert.Empty(await Other.ReadAsync(new DriftBucketQuery(DriftBuckets.Model, null, from, from), Cancellation));
        Assert.Empty(await Other.ReadAsync(new DriftBucketQuery(DriftBuckets.Model, null, from.AddTicks(1), from.AddMinutes(7)), Cancellation));
    }

    [Fact]
    public async Task Read_ShortestBuckets_AreToldApart()
    {
        DriftBucket[] buckets = [.. Enumerable.Range(0, 20).Select(static i => DriftBuckets.Create() with { Start = DriftBuckets.Noon.AddTicks(i), Length = TimeSpan.FromTicks(1) })];
        await Store.PutAsync(buckets, Cancellation);
        DateTimeOffset from = DriftBuckets.Noon.AddTicks(3);

        IReadOnlyList<DriftBucket> read = await Other.ReadAsync(new DriftBucketQuery(DriftBuckets.Model, "1", from, from.AddTicks(2)), Cancellation);

        Assert.Equal([from, from.AddTicks(1)], read.Select(static b => b.Start));
    }

    [Fact]
    public async Task Read_Version_TakesThatOneOnly()
    {
        await Store.PutAsync([DriftBuckets.Create(version: "1"), DriftBuckets.Create(version: "2"), DriftBuckets.Create(1, version: "2.0.0-rc.1")], Cancellation);

        Assert.Equal("2", Assert.Single(await Other.ReadAsync(DriftBuckets.All(version: "2"), Cancellation)).Version);
        Assert.Equal(["1", "2", "2.0.0-rc.1"], (await Other.ReadAsync(DriftBuckets.All(), Cancellation)).Select(static b => b.Version));
    }

    [Fact]
    public async Task Keys_ThatDifferInOnePart_AreDifferentBuckets()
    {
        DriftBucket one = DriftBuckets.Create();
        DriftBucket[] buckets =
        [
            one, one with { Version = "2" }, one with { Replica = "pod-2" }, one with { Epoch = DriftBuckets.Epoch(2) }, one with { Start = one.Start.AddMinutes(60) },
            one with { Length = TimeSpan.FromHours(1) }, one with { Replica = "POD-1" },
        ];
        await Store.PutAsync([.. buckets, one with { Model = "Demand" }], Cancellation);

        Assert.Equal(buckets.Length, (await Other.ReadAsync(DriftBuckets.All(), Cancellation)).Count);
        Assert.Equal("Demand", Assert.Single(await Other.ReadAsync(DriftBuckets.All("Demand"), Cancellation)).Model);
    }

    [Theory]
    [InlineData("需要予測", "版 1", "ポッド/1")]
    [InlineData("طلب", "نسخة", "خادم \"1\"")]
    [InlineData("con", "..", "../../etc/passwd")]
    [InlineData("a.b-c_d", "v|{x}*?", "🚲\u0301")]
    [InlineData("tmp{x}", "%2e", "C:\\nul")]
    public async Task Names_InAnyScript_ComeBack(string model, string version, string replica)
    {
        await Store.PutAsync([DriftBuckets.Create(model: model, version: version, replica: replica)], Cancellation);

        DriftBucket read = Assert.Single(await Other.ReadAsync(DriftBuckets.All(model, version), Cancellation));

        Assert.Equal((model, version, replica), (read.Model, read.Version, read.Replica));
        await RemoveBeforeAsync(model, DateTimeOffset.MaxValue);
        Assert.Empty(await Other.ReadAsync(DriftBuckets.All(model), Cancellation));
    }

    [Fact]
    public async Task Names_OfTheGreatestLength_ComeBack()
    {
        string model = new('あ', 256);
        string name = string.Concat(Enumerable.Repeat("\ud83d\udeb2", 128));
        await Store.PutAsync([DriftBuckets.Create(model: model, version: name, replica: name, content: "x")], Cancellation);

        DriftBucket read = Assert.Single(await Other.ReadAsync(DriftBuckets.All(model, name), Cancellation));

        Assert.Equal((model, name, name, "x"), (read.Model, read.Version, read.Replica, read.Text()));
    }

    [Fact]
    public async Task Put_WhatBreaksARule_IsRefusedAndNothingIsKept()
    {
        DriftBucket good = DriftBuckets.Create();
        DriftBucket[] wrong =
        [
            good with { Model = "" }, good with { Model = "a/b" }, good with { Version = "" }, good with { Replica = "" }, good with { Replica = new string('x', 257) },
            good with { Replica = "a\nb" }, good with { Replica = "\ud800" }, good with { Sequence = -1 }, good with { Length = TimeSpan.Zero },
            good with { Start = good.Start.AddSeconds(1) }, good with { Start = new DateTimeOffset(good.Start.Ticks, TimeSpan.FromHours(1)) },
            good with { Profile = new byte[Store.MaxBytes + 1] },
        ];

        foreach (DriftBucket bucket in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync([good, bucket], Cancellation));
        }

        await Assert.ThrowsAsync<ArgumentNullException>(() => Store.PutAsync(null!, Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Store.PutAsync([null!], Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Store.ReadAsync(null!, Cancellation));
        Assert.Empty(await Other.ReadAsync(DriftBuckets.All(), Cancellation));
    }

    [Fact]
    public async Task Put_EmptyAndLargestContent_ComeBack()
    {
        byte[] largest = new byte[Store.MaxBytes];
        new Random(1).NextBytes(largest);
        await Store.PutAsync([DriftBuckets.Create() with { Profile = Array.Empty<byte>() }, DriftBuckets.Create(1) with { Profile = largest }], Cancellation);

        IReadOnlyList<DriftBucket> read = await Other.ReadAsync(DriftBuckets.All(), Cancellation);

        Assert.Equal(0, read[0].Profile.Length);
        Assert.True(read[1].Profile.Span.SequenceEqual(largest));
    }

    [Fact]
    public async Task RemoveBefore_KeepsTheRest()
    {
        await Store.PutAsync([.. Enumerable.Range(0, 150).Select(static minute => DriftBuckets.Create(minute)), DriftBuckets.Create(model: "other")], Cancellation);

        await RemoveBeforeAsync(DriftBuckets.Model, DriftBuckets.Noon.AddMinutes(130).AddTicks(1));
        await RemoveBeforeAsync("unknown", DateTimeOffset.MaxValue);

        Assert.Equal(Enumerable.Range(131, 19).Select(static m => $"pod-1/{m}/1"), await Other.TextsAsync(DriftBuckets.All()));
        Assert.Single(await Other.ReadAsync(DriftBuckets.All("other"), Cancellation));
        await Store.PutAsync([DriftBuckets.Create(3, content: "late")], Cancellation);
        Assert.Equal("late", (await Other.TextsAsync(DriftBuckets.All()))[0]);
    }

    [Fact]
    public async Task Put_ManyWritersAtOnce_LoseNothingAndGoBackNever()
    {
        const int writers = 6;
        const int rounds = 15;
        using CancellationTokenSource done = new();
        Task<long> reading = Task.Run(async () =>
        {
            Dictionary<string, long> seen = [];
            long reads = 0;
            while (!done.IsCancellationRequested)
            {
                foreach (DriftBucket bucket in await Other.ReadAsync(DriftBuckets.All(), Cancellation))
                {
                    string key = $"{bucket.Replica} {bucket.Start:O}";
                    Assert.True(seen.GetValueOrDefault(key) <= bucket.Sequence, $"{key} went back from {seen.GetValueOrDefault(key)} to {bucket.Sequence}");
                    seen[key] = bucket.Sequence;
                }

                reads++;
            }

            return reads;
        });
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            IDriftBucketStore store = writer % 2 == 0 ? Store : Other;
            for (int round = 1; round <= rounds; round++)
            {
                await store.PutAsync([DriftBuckets.Create(0, $"pod-{writer % 3}", round), DriftBuckets.Create(round, $"own-{writer}", 1)], Cancellation);
            }
        })));
        await done.CancelAsync();
        Assert.True(await reading >= 0);

        IReadOnlyList<DriftBucket> read = await Store.ReadAsync(DriftBuckets.All(), Cancellation);

        Assert.Equal(["pod-0/0/15", "pod-1/0/15", "pod-2/0/15"], read.Take(3).Select(DriftBuckets.Text));
        Assert.Equal((writers * rounds) + 3, read.Count);
    }

    [Fact]
    public async Task Calls_Cancelled_EndEarly()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync([DriftBuckets.Create()], cancelled.Token));
        await Store.PutAsync([DriftBuckets.Create(1)], Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync(DriftBuckets.All(), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.RemoveBeforeAsync(DriftBuckets.Model, DateTimeOffset.MaxValue, cancelled.Token));
        Assert.Single(await Other.ReadAsync(DriftBuckets.All(), Cancellation));
    }
}
