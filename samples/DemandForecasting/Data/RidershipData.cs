using System.Globalization;

namespace DemandForecasting.Data;

/// <summary>Reads the data set and checks that it is what the features rely on: one row a day, no gaps, no missing value.</summary>
internal static class RidershipData
{
    public static IReadOnlyList<RidershipDay> Read(string path)
    {
        using StreamReader reader = new(path);
        string[] header = (reader.ReadLine() ?? throw new InvalidDataException($"{path} is empty.")).Split(',');
        int Column(string name) => Array.IndexOf(header, name) is >= 0 and int index
            ? index
            : throw new InvalidDataException($"{path} has no column '{name}' (it has: {string.Join(", ", header)}).");

        int date = Column("date");
        int ridership = Column("ridership");
        int quincyWells = Column("Quincy_Wells");
        int merchandiseMart = Column("Merchandise_Mart");
        int[] conditions = [.. RidershipDay.Names.Select(Column)];

        List<RidershipDay> days = [];
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            string[] cells = text.Split(',');
            float Number(int column) => float.TryParse(cells[column], CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
                ? value
                : throw new InvalidDataException($"{path}, line {line}: '{cells[column]}' in column '{header[column]}' is not a number.");
            if (cells.Length != header.Length)
            {
                throw new InvalidDataException($"{path}, line {line}: {cells.Length} cells, where the header has {header.Length}.");
            }

            RidershipDay day = new()
            {
                Date = DateOnly.ParseExact(cells[date], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Ridership = Number(ridership),
                QuincyWells14DaysBefore = Number(quincyWells),
                MerchandiseMart14DaysBefore = Number(merchandiseMart),
                Conditions = [.. conditions.Select(Number)],
            };
            if (days.Count > 0 && day.Date != days[^1].Date.AddDays(1))
            {
                throw new InvalidDataException($"{path}, line {line}: {day.Date:yyyy-MM-dd} does not follow {days[^1].Date:yyyy-MM-dd}. The lags need one row a day.");
            }

            days.Add(day);
        }

        return days;
    }
}
