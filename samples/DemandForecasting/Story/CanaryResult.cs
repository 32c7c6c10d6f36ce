using System.Globalization;
using DemandForecasting.Features;
using DemandForecasting.Promotion;
using DemandForecasting.Training;

namespace DemandForecasting.Story;

/// <summary>What a canary showed.</summary>
internal sealed record CanaryResult
{
    public required PublishedModel Candidate { get; init; }

    public required string ChampionVersion { get; init; }

    /// <summary>Calls of the split that the candidate answered, and their mean absolute error.</summary>
    public required (int Calls, double Mae) CandidateShare { get; init; }

    /// <summary>Calls of the split that the champion answered, and their mean absolute error.</summary>
    public required (int Calls, double Mae) ChampionShare { get; init; }

    public required GateDecision Decision { get; init; }

    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"canary: {Candidate.Version.Version} answered {CandidateShare.Calls} of {CandidateShare.Calls + ChampionShare.Calls} calls (MAE {CandidateShare.Mae:0.000}), champion {ChampionVersion} the rest (MAE {ChampionShare.Mae:0.000})");

    public static CanaryResult Of(
        PublishedModel candidate, string championVersion, IReadOnlyList<DemandRow> days, IReadOnlyList<DemandForecast> answers, GateDecision decision)
    {
        string version = candidate.Version.Version.ToString();
        (int Calls, double Mae) Share(bool ofCandidate)
        {
            double[] errors = [.. days.Zip(answers)
                .Where(pair => (pair.Second.Version == version) == ofCandidate)
                .Select(pair => Math.Abs(pair.First.Label - (double)pair.Second.Ridership))];
            return (errors.Length, errors.Average());
        }

        return new CanaryResult
        {
            Candidate = candidate,
            ChampionVersion = championVersion,
            CandidateShare = Share(true),
            ChampionShare = Share(false),
            Decision = decision,
        };
    }
}
