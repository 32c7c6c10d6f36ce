using ModelOps.Drift.Sequential;

namespace ModelOps.Drift.Tests.Sequential;

public sealed class EValuesTests
{
    [Fact]
    public void BenjaminiHochberg_FlagsTheLargestSetThatSuffices()
    {
        // At alpha 0.1 and four features: one needs 40, two need 20 each, three 13.4, four 10.
        Assert.Equal([true, true, false, false], EValues.BenjaminiHochberg([Math.Log(25), Math.Log(21), Math.Log(12), 0], 0.1));
        Assert.Equal([false, false, false, false], EValues.BenjaminiHochberg([Math.Log(39), 0, 0, 0], 0.1));
        Assert.Equal([true, true, true, true], EValues.BenjaminiHochberg([3, 3, 3, 3], 0.1));
        Assert.Empty(EValues.BenjaminiHochberg([], 0.1));
    }

    [Fact]
    public void BenjaminiHochberg_BadAlpha_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => EValues.BenjaminiHochberg([1], 1));

    [Fact]
    public void AlphaSpending_AllLooks_SpendTheLevel()
    {
        Assert.Equal(0.05, Enumerable.Range(1, 1_000_000).Sum(static look => AlphaSpending.AtLook(0.05, look)), 1e-6);
        Assert.Equal(0.05, AlphaSpending.OBrienFleming(0.05, 1), 1e-12);
        Assert.Equal(0.05, AlphaSpending.Pocock(0.05, 1), 1e-12);
        Assert.Equal(0, AlphaSpending.OBrienFleming(0.05, 0));
        Assert.True(double.IsNaN(AlphaSpending.Pocock(0.05, 1.1)));

        // Lan and DeMets (1983): half-way the first has spent 0.0056.
        Assert.Equal(0.00557, AlphaSpending.OBrienFleming(0.05, 0.5), 1e-4);
    }
}
