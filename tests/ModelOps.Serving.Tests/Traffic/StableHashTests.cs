using System.Numerics;

namespace ModelOps.Serving.Tests.Traffic;

public sealed class StableHashTests
{
    // Computed independently, in Python with integers of any size, from the definition in the class's remarks.
    [Theory]
    [InlineData("", "", 13331581593930102267UL)]
    [InlineData("demand", "customer-17", 15035947908639648153UL)]
    [InlineData("demand", "Zoë ✓", 7868214355865168728UL)]
    public void Compute_KnownKeys_NeverChanges(string model, string key, ulong expected) => Assert.Equal(expected, StableHash.Compute(model, key));

    [Fact]
    public void Compute_LongKey_LikeItsParts()
    {
        string key = new('k', 5000);

        Assert.Equal(StableHash.Compute("m", key), StableHash.Compute("m", new string('k', 5000)));
        Assert.NotEqual(StableHash.Compute("m", key), StableHash.Compute("m", key[1..]));
    }

    [Fact]
    public void Compute_OneCharacterChanged_AboutHalfTheBitsChange()
    {
        int changed = 0;
        for (int i = 0; i < 1000; i++)
        {
            changed += BitOperations.PopCount(StableHash.Compute("m", $"user-{i}") ^ StableHash.Compute("m", $"user-{i + 1}"));
        }

        Assert.InRange(changed / 1000.0, 30, 34);
    }
}
