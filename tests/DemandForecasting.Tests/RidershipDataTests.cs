using System.Text;
using DemandForecasting.Data;
using ModelOps.TestSupport;

namespace DemandForecasting.Tests;

public sealed class RidershipDataTests : IDisposable
{
    private const string Header =
        "date,ridership,Clark_Lake,Quincy_Wells,Merchandise_Mart,temp_min,temp,temp_max,percip,weather_rain,weather_snow,weather_cloud,weather_storm,wind,Blackhawks_Home,Bulls_Home,Bears_Home,WhiteSox_Home,Cubs_Home\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("date,riders\n", "no column 'ridership'")]
    [InlineData(Header + "2001-01-22,x,1,1,1,1,1,1,1,1,1,1,1,1,0,0,0,0,0\n", "'x' in column 'ridership' is not a number")]
    [InlineData(Header + "2001-01-22,1,1,1\n", "4 cells")]
    [InlineData(Header + "2001-01-22,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0,0,0,0\n2001-01-24,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0,0,0,0\n", "does not follow")]
    public void Read_BadFile_SaysWhatAndWhere(string text, string expected)
    {
        string path = _folder.Write("data.csv", Encoding.UTF8.GetBytes(text));

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => RidershipData.Read(path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
