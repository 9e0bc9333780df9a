using System;
using System.Linq;

namespace Samples;

/// <summary>Greets people.</summary>
public static class Greeter
{
    #region greet
    public static string Greet(string name, int times = 1)
    {
        var lines = Enumerable.Repeat($"Hello, {name}!", times);
        return string.Join(Environment.NewLine, lines);
    }
    #endregion

    // <main>
    public static void Main(string[] args)
    {
        Console.WriteLine(Greet(args.FirstOrDefault() ?? "world", times: 2));
    }
    // </main>
}
