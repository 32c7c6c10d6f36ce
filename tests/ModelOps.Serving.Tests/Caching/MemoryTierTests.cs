using Microsoft.Extensions.Options;
using ModelOps.Serving.Caching;

namespace ModelOps.Serving.Tests.Caching;

public sealed class MemoryTierTests
{
    private const long Never = long.MaxValue;

    [Fact]
    public void Add_MoreThanThereIsRoomFor_StaysWithinItsBytes()
    {
        MemoryTier tier = Create(256 << 10);

        for (int i = 0; i < 10_000; i++)
        {
            Add(tier, i, bytes: 500 + (i % 700));
            Assert.InRange(tier.Bytes, 0, 256 << 10);
        }

        Assert.InRange(tier.Bytes, 128 << 10, 256 << 10);
        Assert.Equal(10_000, tier.Count + tier.Evictions);
    }

    [Fact]
    public void Find_FloodOfQuestionsAskedOnce_PopularOnesStay()
    {
        MemoryTier tier = Create(256 << 10);
        for (int i = 0; i < 50; i++) { Add(tier, i, 1000); }
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 50; i++) { Find(tier, i); }
        }

        for (int i = 1000; i < 21_000; i++)
        {
            if (Find(tier, i) is null) { Add(tier, i, 1000); }
        }

        Assert.InRange(Enumerable.Range(0, 50).Count(i => Find(tier, i) is not null), 45, 50);
    }

    [Fact]
    public void Add_OneTenantTooMuch_PushesOutItsOwnOldest()
    {
        MemoryTier tier = Create(256 << 10, tenantShare: 0.25);
        for (int i = 0; i < 20; i++) { Add(tier, i, 1000, "quiet"); }

        for (int i = 100; i < 1100; i++) { Add(tier, i, 1000, "loud"); }

        Assert.All(Enumerable.Range(0, 20), i => Assert.NotNull(Find(tier, i)));
        Assert.InRange(tier.Bytes, 40 << 10, 130 << 10);
        Assert.NotNull(Find(tier, 1099));
        Assert.Null(Find(tier, 100));
    }

    [Fact]
    public void Find_TimeIsOver_IsGone()
    {
        MemoryTier tier = Create(256 << 10);
        Add(tier, 1, 100, expiresAt: 10);

        Assert.NotNull(Find(tier, 1, now: 9));
        Assert.Null(Find(tier, 1, now: 10));
        Assert.Equal((0, 0), (tier.Count, tier.Bytes));
    }

    [Fact]
    public void Find_SameHashOfAnotherQuestion_IsNoAnswer()
    {
        MemoryTier tier = Create(256 << 10);
        Add(tier, 1, 100);

        Assert.Null(tier.Find(HashOf(1), [9, 9, 9], 0));
    }

    [Fact]
    public void Add_LargerThanAnEntryMayBe_IsNotKept()
    {
        MemoryTier tier = Create(256 << 10);

        Add(tier, 1, 5000);

        Assert.Equal(0, tier.Count);
    }

    [Fact]
    public void Drop_Scope_OnlyItsAnswersGo()
    {
        MemoryTier tier = Create(256 << 10);
        for (int i = 0; i < 10; i++) { Add(tier, i, 100, scope: i % 2); }

        tier.Drop(1);

        Assert.Equal(5, tier.Count);
        Assert.NotNull(Find(tier, 2));
        Assert.Null(Find(tier, 3));
    }

    [Fact]
    public void All_FromManyThreads_EachAnswerIsThatOfItsQuestion()
    {
        MemoryTier tier = Create(128 << 10, tenantShare: 0.3);

        Parallel.For(0, 100_000, i =>
        {
            int question = i * 31 % 500;
            if (Find(tier, question) is { } answer)
            {
                Assert.Equal($"{question}", answer.Version);
            }
            else
            {
                Add(tier, question, 600, tenant: $"t{question % 5}");
            }

            if (i % 10_000 == 0) { tier.Drop(77); }
        });

        Assert.InRange(tier.Bytes, 0, 128 << 10);
    }

    private static MemoryTier Create(long bytes, double tenantShare = 1) =>
        new(Options.Create(new ResponseCacheOptions { MaxBytes = bytes, MaxEntryBytes = 4096, MaxTenantShare = tenantShare }));

    private static void Add(MemoryTier tier, int question, int bytes, string? tenant = null, long expiresAt = Never, long scope = 0) => tier.Add(new CacheEntry(
        HashOf(question), KeyOf(question), scope, tenant,
        new CachedAnswer("m", $"{question}", [new CachedTensor("y", TensorDataType.UInt8, [bytes], new byte[bytes])], []), expiresAt));

    private static CachedAnswer? Find(MemoryTier tier, int question, long now = 0) => tier.Find(HashOf(question), KeyOf(question), now);

    private static UInt128 HashOf(int question) => RequestKey.Hash(KeyOf(question));

    private static byte[] KeyOf(int question) => BitConverter.GetBytes(question);
}
