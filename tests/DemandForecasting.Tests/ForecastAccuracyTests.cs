using DemandForecasting.Training;

namespace DemandForecasting.Tests;

public sealed class ForecastAccuracyTests
{
    [Fact]
    public void Of_ThreeDays_IsTheHandComputedValue()
    {
        ForecastAccuracy accuracy = ForecastAccuracy.Of([10, 20, 0], [12, 16, 0], scale: 4);

        Assert.Equal(2, accuracy.Mae, 1e-12);                                      // (2 + 4 + 0) / 3
        Assert.Equal((400.0 / 22 + 800.0 / 36 + 0) / 3, accuracy.Smape, 1e-12);    // 0 against 0 counts as right
        Assert.Equal(0.5, accuracy.Mase, 1e-12);
    }
}
