using Microsoft.Extensions.Time.Testing;
using ModelOps.Serving.Caching;

namespace ModelOps.Serving.Tests.Caching;

public sealed class CacheBalanceTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(100, 1, 1000, true)] // half hit: 50 runs of 1000 saved for 100 look-ups of 1
    [InlineData(100, 501, 1000, false)]
    [InlineData(100, 499, 1000, true)]
    public void HitAndMiss_HalfAndHalf_WeighsSavedAgainstSpent(int calls, long spent, long ran, bool pays)
    {
        CacheBalance balance = new(calls, TimeSpan.FromSeconds(10), _time);

        for (int i = 0; i < calls / 2; i++)
        {
            balance.Hit(spent);
            balance.Miss(spent, ran);
        }

        Assert.Equal(pays, balance.IsOn(_time.GetTimestamp()));
    }

    [Fact]
    public void Miss_NeverPays_PausesGrow()
    {
        CacheBalance balance = new(100, TimeSpan.FromMinutes(20), _time);
        List<TimeSpan> pauses = [];
        for (int round = 0; round < 4; round++)
        {
            TimeSpan off = TimeSpan.Zero;
            for (int i = 0; i < 100; i++) { off = balance.Miss(1, 1); }
            pauses.Add(off);
            _time.Advance(off - TimeSpan.FromTicks(1));
            Assert.False(balance.IsOn(_time.GetTimestamp()));
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.True(balance.IsOn(_time.GetTimestamp()));
        }

        Assert.Equal([20, 40, 60, 60], pauses.Select(static p => p.TotalMinutes));
    }

    [Fact]
    public void Miss_NeverWeighed_StaysOn()
    {
        CacheBalance balance = new(0, TimeSpan.FromMinutes(1), _time);

        for (int i = 0; i < 1000; i++) { Assert.Equal(TimeSpan.Zero, balance.Miss(1, 0)); }

        Assert.True(balance.IsOn(_time.GetTimestamp()));
    }
}
