using System.Globalization;
using StreamDrift;
using StreamDrift.Data;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
double[] demand = ElectricityData.Read(Path.Combine(AppContext.BaseDirectory, "Data", "electricity-halfhourly.csv"));

Console.WriteLine($"{demand.Length} half-hours; from error {Story.ChangeAt} on, the feed of the forecast is three hours late\n");
Console.WriteLine("| detector | watches | first alarm after the change | delay, half-hours | false alarms in 5 weeks |");
Console.WriteLine("|---|---|---|---|---|");
foreach (Watch watch in Story.Tell(demand, runs: 200))
{
    Console.WriteLine($"| {watch.Name} | {watch.Stream} | {Or(watch.FirstAlarm, "none")} | {Or(watch.Delay, "missed")} | {watch.FalseAlarms} |");
}

static string Or(int? number, string word) => number?.ToString(CultureInfo.InvariantCulture) ?? word;
