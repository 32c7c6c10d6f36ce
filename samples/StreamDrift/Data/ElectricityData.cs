using System.Globalization;

namespace StreamDrift.Data;

/// <summary>Reads the demand of the half-hours, in MW, and checks that none is missing.</summary>
internal static class ElectricityData
{
    public static double[] Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        var demand = new double[lines.Length - 1];
        for (int i = 0; i < demand.Length; i++)
        {
            string[] cells = lines[i + 1].Split(',');
            if (cells.Length != 2 || cells[0] != (i + 1).ToString(CultureInfo.InvariantCulture)
                || !double.TryParse(cells[1], CultureInfo.InvariantCulture, out demand[i]) || !(demand[i] > 0))
            {
                throw new InvalidDataException($"{path}, line {i + 2}: '{lines[i + 1]}' is not half-hour {i + 1} and its demand.");
            }
        }

        return demand;
    }
}
