using DemandForecasting.Data; using DemandForecasting.Features; using DemandForecasting.Training;
var days = RidershipData.Read("Data/chicago-ridership.csv");
var rows = DemandFeatures.Build(days);
var t = new DemandTrainer();
foreach (var (until, from, to, trees) in new[]{ (2012,2012,2013,300), (2012,2015,2017,300),(2015,2015,2017,300),(2015,2015,2017,600),(2015,2015,2017,150) })
{
    var p = DemandPeriods.Split(rows, new(until,1,1), new(from,1,1), new(to,1,1));
    var sw = System.Diagnostics.Stopwatch.StartNew();
    var m = t.Train(p.Training, trees);
    var f = t.Predict(m, p.HoldOut);
    var actual = p.HoldOut.Select(r => r.Label).ToArray();
    Console.WriteLine($"{until} {from}-{to} {trees} model {ForecastAccuracy.Of(actual, f, p.Scale)} | naive {ForecastAccuracy.Of(actual, p.HoldOut.Select(r=>r.SeasonalNaive).ToArray(), p.Scale)} n={actual.Length} {sw.ElapsedMilliseconds} ms");
}
