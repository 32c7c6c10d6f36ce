using System.Globalization;
using DemandForecasting.Data;
using DemandForecasting.Features;
using DemandForecasting.Training;

namespace DemandForecasting.Tests;

public sealed class DemandFeaturesTests
{
    private static readonly IReadOnlyList<RidershipDay> Days = RidershipData.Read(Path.Combine(AppContext.BaseDirectory, "Data", "chicago-ridership.csv"));

    [Fact]
    public void Build_RealData_OneFiniteRowForEachDayWithHistory()
    {
        IReadOnlyList<DemandRow> rows = DemandFeatures.Build(Days);

        Assert.Equal(5698 - DemandFeatures.HistoryDays, rows.Count);
        Assert.All(rows, row => Assert.Equal(DemandFeatures.Names.Count, row.Features.Length));
        Assert.All(rows, row => Assert.DoesNotContain(row.Features, feature => !float.IsFinite(feature)));
        Assert.Equal(Days[DemandFeatures.HistoryDays].Date, rows[0].Date);
    }

    [Fact]
    public void Build_RidershipOfTheHorizonChanged_FeaturesStay()
    {
        // What happens in the last seven days is not known when the forecast of the last day is made.
        List<RidershipDay> changed = [.. Days.Take(500)];
        for (int day = changed.Count - DemandFeatures.HorizonDays; day < changed.Count; day++) { changed[day] = changed[day] with { Ridership = 999 }; }

        float[] features = DemandFeatures.Build([.. Days.Take(500)])[^1].Features;

        Assert.Equal(features, DemandFeatures.Build(changed)[^1].Features);
    }

    [Fact]
    public void Split_Always_LearnsOnlyFromBeforeWhatItJudges()
    {
        DateOnly cut = new(2012, 1, 1);

        DemandPeriods periods = DemandPeriods.Split(DemandFeatures.Build(Days), cut, cut, cut.AddYears(1));

        Assert.True(periods.Training[^1].Date < periods.HoldOut[0].Date);
        Assert.Equal(366, periods.HoldOut.Count);
    }

    [Theory]
    [InlineData("2015-01-19")] // Martin Luther King Jr. Day
    [InlineData("2015-05-25")] // Memorial Day
    [InlineData("2015-07-03")] // Independence Day, observed
    [InlineData("2015-09-07")] // Labor Day
    [InlineData("2015-11-26")] // Thanksgiving
    [InlineData("2015-11-27")] // the day after
    [InlineData("2015-12-25")]
    public void IsHoliday_KnownHoliday_True(string date) => Assert.True(UnitedStatesHolidays.IsHoliday(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2015-01-20")]
    [InlineData("2015-05-18")]
    [InlineData("2015-11-19")]
    public void IsHoliday_PlainDay_False(string date) => Assert.False(UnitedStatesHolidays.IsHoliday(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture)));
}
