using BigBen.ServiceA;
using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(() => Service.Build(args));
