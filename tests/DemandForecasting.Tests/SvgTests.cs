using System.Xml.Linq;
using DemandForecasting.Report;

namespace DemandForecasting.Tests;

public sealed class SvgTests
{
    [Fact]
    public void Charts_HostileLabels_AreWellFormedAndEscaped()
    {
        const string Hostile = "<script>alert('&')</script>";
        string[] charts =
        [
            LineChart.Draw(Hostile, [new(2012, 1, 1), new(2012, 1, 2)], (Hostile, [1f, 2f], "a")),
            BarChart.Draw(Hostile, [Hostile], (Hostile, [double.NaN], "a"), ("b", [2.5], "b")),
        ];

        foreach (string chart in charts)
        {
            XElement svg = XElement.Parse(chart);
            Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
            Assert.Equal(Hostile, svg.Attribute("aria-label")!.Value);
        }
    }
}
